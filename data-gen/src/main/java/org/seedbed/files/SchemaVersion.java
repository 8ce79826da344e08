package org.seedbed.files;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.annotation.JsonAppend;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The schema version of a record written as JSON. It is the first property of the file, under
 * {@value #KEY}; a file without it has version 1. {@link Json} reads every version from 1 to this
 * one and rejects later ones.
 */
@JacksonAnnotationsInside
@JsonAppend(
    prepend = true,
    props =
        @JsonAppend.Prop(
            value = SchemaVersionWriter.class,
            name = SchemaVersion.KEY,
            type = Integer.class))
@JsonIgnoreProperties(
    value = {SchemaVersion.KEY, RecordDigest.KEY, RecordDigest.RUN},
    allowGetters = true)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface SchemaVersion {
  /** Key of the version in a file. */
  String KEY = "schemaVersion";

  /** The version, 1 or more. */
  int value();

  /** What to do about a damaged file, for messages. */
  String remedy() default "Remove it and run the same command with --resume.";
}
