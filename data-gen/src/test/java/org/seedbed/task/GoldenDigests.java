package org.seedbed.task;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Digests of the examples of every task, by task name, as recorded by an earlier version. */
public final class GoldenDigests {
  private GoldenDigests() {}

  /** Reads a resource with a task name and a digest per line. */
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
