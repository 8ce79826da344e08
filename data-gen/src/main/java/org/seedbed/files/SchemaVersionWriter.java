package org.seedbed.files;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.ser.VirtualBeanPropertyWriter;
import com.fasterxml.jackson.databind.util.Annotations;

/** Writes the {@link SchemaVersion} of a record as its first property. */
final class SchemaVersionWriter extends VirtualBeanPropertyWriter {
  private static final long serialVersionUID = 1L;

  /** For Jackson, which then calls {@link #withConfig}. */
  SchemaVersionWriter() {}

  private SchemaVersionWriter(
      BeanPropertyDefinition property, Annotations annotations, JavaType type) {
    super(property, annotations, type);
  }

  @Override
  protected Object value(Object bean, JsonGenerator generator, SerializerProvider provider) {
    return bean.getClass().getAnnotation(SchemaVersion.class).value();
  }

  @Override
  public VirtualBeanPropertyWriter withConfig(
      MapperConfig<?> config,
      AnnotatedClass declaring,
      BeanPropertyDefinition property,
      JavaType type) {
    return new SchemaVersionWriter(property, declaring.getAnnotations(), type);
  }
}
