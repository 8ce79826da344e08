package org.seedbed.serialization;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/**
 * Serializes a record by its components and its canonical constructor, so that the constructor's
 * checks run on both sides. Kryo 4 does not support records: it would write to final fields, which
 * Java 17 forbids.
 *
 * @param <R> type of the record
 */
final class RecordSerializer<R extends Record> extends Serializer<R> {
  private final RecordComponent[] components;
  private final Constructor<R> constructor;

  RecordSerializer(Class<R> type) {
    super(false, true);
    components = type.getRecordComponents();
    try {
      constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      for (var component : components) {
        component.getAccessor().setAccessible(true);
      }
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("a record without its canonical constructor: " + type, e);
    }
  }

  @Override
  public void write(Kryo kryo, Output output, R value) {
    try {
      for (var component : components) {
        kryo.writeClassAndObject(output, component.getAccessor().invoke(value));
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot be read: " + value, e);
    }
  }

  @Override
  public R read(Kryo kryo, Input input, Class<R> type) {
    var values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = kryo.readClassAndObject(input);
    }
    try {
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot be constructed: " + type.getName(), e);
    }
  }
}
