package org.seedbed.store;

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
import org.seedbed.dataset.DamagedFileException;
import org.seedbed.dataset.WholeFile;

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

  /** Writes a record as a whole file. */
  public static void write(FileSystem files, Path path, Object value) throws IOException {
    byte[] bytes = bytes(value);
    WholeFile.write(files, path, out -> out.write(bytes));
  }

  /**
   * Reads a record.
   *
   * @throws DamagedFileException when the file is not such a record
   */
  public static <T> T read(FileSystem files, Path path, Class<T> type) throws IOException {
    byte[] bytes;
    try (var in = files.open(path)) {
      bytes = in.readAllBytes();
    }
    try {
      return MAPPER.readValue(bytes, type);
    } catch (JsonProcessingException e) {
      throw new DamagedFileException(
          path,
          "a " + type.getSimpleName() + " as JSON",
          e.getOriginalMessage(),
          "Remove it and run the same command with --resume.");
    }
  }
}
