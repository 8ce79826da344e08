package org.seedbed.task;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Digests of what every task draws, by the task's name, as an earlier version recorded them. */
public final class GoldenDigests {
  private GoldenDigests() {}

  /** Reads a resource of lines of a task's name and a digest. */
  public static Map<String, String> read(String resource) {
    try (var in = GoldenDigests.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(" "))
          .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
