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
 * Reads and writes records as JSON. Unknown keys and missing mandatory keys are rejected. A record
 * can gain optional keys, and older files remain readable.
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

  /** Returns the mapper, which callers must not reconfigure. */
  public static ObjectMapper mapper() {
    return MAPPER;
  }

  /** Returns a record as bytes, the same for equal records. */
  public static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + value, e);
    }
  }

  /**
   * Writes a record to a file, which becomes visible only when complete.
   *
   * @throws IllegalArgumentException if its type has no {@link SchemaVersion}
   */
  public static void write(FileSystem files, Path path, Object value) throws IOException {
    versionOf(value.getClass());
    byte[] bytes = bytes(value);
    WholeFile.write(files, path, out -> out.write(bytes));
  }

  /**
   * Reads a record.
   *
   * @throws DamagedFileException if the file does not contain a record of that type
   * @throws UnknownSchemaException if a later version wrote it
   */
  public static <T> T read(FileSystem files, Path path, Class<T> type) throws IOException {
    byte[] bytes;
    try (var in = files.open(path)) {
      bytes = in.readAllBytes();
    }
    return read(bytes, path, type);
  }

  /**
   * Reads a record from the bytes of a file.
   *
   * @param path of the file, for messages
   * @throws DamagedFileException when they are not such a record
   * @throws UnknownSchemaException when a later version wrote it
   */
  public static <T> T read(byte[] bytes, Path path, Class<T> type) throws IOException {
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

  /** Returns the schema version of a record, 1 if it has none. */
  private static int schemaVersion(byte[] json) throws IOException {
    try (var parser = MAPPER.createParser(json)) {
      parser.nextToken();
      // Seedbed writes the version first, so most files are not parsed twice.
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
