package org.seedbed.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Records as JSON. Unknown keys are refused, and missing ones too, but for those that are optional:
 * so a record may gain one, and older files are still read.
 */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build();

  private Json() {}

  /** The mapper, not to be reconfigured. */
  public static ObjectMapper mapper() {
    return MAPPER;
  }

  /** A record as bytes, the same for equal records. */
  public static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + value, e);
    }
  }

  /**
   * Writes a record as a whole file.
   *
   * @throws IllegalArgumentException when its type has no {@link SchemaVersion}
   */
  public static void write(FileSystem files, Path path, Object value) throws IOException {
    versionOf(value.getClass());
    byte[] bytes = bytes(value);
    WholeFile.write(files, path, out -> out.write(bytes));
  }

  /**
   * Reads a record.
   *
   * @throws DamagedFileException when the file is not such a record
   * @throws UnknownSchemaException when a later version wrote it
   */
  public static <T> T read(FileSystem files, Path path, Class<T> type) throws IOException {
    byte[] bytes;
    try (var in = files.open(path)) {
      bytes = in.readAllBytes();
    }
    try {
      int found = schemaVersion(bytes);
      if (found < 1 || found > versionOf(type)) {
        throw new UnknownSchemaException(path, found, versionOf(type));
      }
      return MAPPER.readValue(bytes, type);
    } catch (JsonProcessingException e) {
      throw new DamagedFileException(
          path,
          "a " + type.getSimpleName() + " as JSON",
          e.getOriginalMessage(),
          "Remove it and run the same command with --resume.");
    }
  }

  private static int versionOf(Class<?> type) {
    var version = type.getAnnotation(SchemaVersion.class);
    if (version == null) {
      throw new IllegalArgumentException(type.getName() + " has no @SchemaVersion, must have one");
    }
    return version.value();
  }

  /** The version that a record was written in, 1 where it does not say. */
  private static int schemaVersion(byte[] json) throws IOException {
    try (var parser = MAPPER.createParser(json)) {
      parser.nextToken();
      // It stands first in what Seedbed writes, so that most files are not read twice.
      for (var key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
        parser.nextToken();
        if (key.equals(SchemaVersion.KEY)) {
          return parser.getValueAsInt(0);
        }
        parser.skipChildren();
      }
    }
    return 1;
  }
}
