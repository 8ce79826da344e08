package org.seedbed.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Reads and writes records as JSON. Unknown keys, missing mandatory keys, keys that occur twice and
 * values of another type are rejected. A record can gain optional keys, and older files remain
 * readable.
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
          // A value of another type is an error, never converted.
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  /** Longest record that is read, in bytes: what this process's memory can hold several times. */
  private static final int LONGEST =
      (int) Math.min(Integer.MAX_VALUE - 64, Runtime.getRuntime().maxMemory() / 4);

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
   * Writes a record to a file, which becomes visible only when complete. The file holds the digest
   * of its content, see {@link RecordDigest}.
   *
   * @param run that the record belongs to, if it is one of a run
   * @throws IllegalArgumentException if its type has no {@link SchemaVersion}
   */
  public static void write(FileSystem files, Path path, Object value, Optional<RunId> run)
      throws IOException {
    byte[] bytes = record(value, run);
    WholeFile.write(files, path, out -> out.write(bytes));
  }

  /** Returns the bytes of a record's file, as {@link #write} writes them. */
  public static byte[] record(Object value, Optional<RunId> run) {
    versionOf(value.getClass());
    return RecordDigest.sealed(bytes(value), run);
  }

  /**
   * Reads a record and verifies it.
   *
   * @param run that the record must belong to, if any
   * @throws DamagedFileException if the file does not contain a record of that type and run, or
   *     does not match its digest
   * @throws UnknownSchemaException if a later version wrote it
   */
  public static <T> T read(FileSystem files, Path path, Class<T> type, Optional<RunId> run)
      throws IOException {
    byte[] bytes;
    try (var in = files.open(path)) {
      bytes = in.readNBytes(LONGEST);
      if (in.read() >= 0) {
        throw new IOException(
            "File %s has more than %d bytes, which this process's memory cannot hold. Give it more, such as SEEDBED_JAVA_OPTIONS=-Xmx8g."
                .formatted(path, LONGEST));
      }
    }
    return read(bytes, path, type, run);
  }

  /**
   * Reads a record from the bytes of a file and verifies it, as {@link #read(FileSystem, Path,
   * Class, Optional)} does.
   *
   * @param path of the file, for messages
   */
  public static <T> T read(byte[] bytes, Path path, Class<T> type, Optional<RunId> run)
      throws IOException {
    try {
      int found = schemaVersion(bytes);
      if (found < 1 || found > versionOf(type)) {
        throw new UnknownSchemaException(path, found, versionOf(type));
      }
      if (found >= RecordDigest.SINCE) {
        RecordDigest.verify(bytes, path, run, remedy(type));
      } else if (RecordDigest.isIn(bytes) || run.filter(of -> !of.former()).isPresent()) {
        throw damaged(path, type, "schema version " + found + " in a later run");
      }
      T value = MAPPER.readValue(bytes, type);
      if (value == null) {
        throw damaged(path, type, "null");
      }
      return value;
    } catch (JsonProcessingException | IllegalArgumentException e) {
      if (e instanceof UnknownSchemaException) {
        throw e;
      }
      throw damaged(path, type, firstLine(e));
    }
  }

  private static String firstLine(Exception e) {
    String message =
        e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
    return String.valueOf(message).lines().findFirst().orElse("");
  }

  private static DamagedFileException damaged(Path path, Class<?> type, String found) {
    return new DamagedFileException(
        path, "a " + type.getSimpleName() + " as JSON", found, remedy(type));
  }

  private static int versionOf(Class<?> type) {
    return annotation(type).value();
  }

  private static String remedy(Class<?> type) {
    return annotation(type).remedy();
  }

  private static SchemaVersion annotation(Class<?> type) {
    var version = type.getAnnotation(SchemaVersion.class);
    if (version == null) {
      throw new IllegalArgumentException(type.getName() + " has no @SchemaVersion, must have one");
    }
    return version;
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
