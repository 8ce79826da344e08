package org.seedbed.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/**
 * The version of Seedbed.
 *
 * @param version of the release
 * @param commit of its source, if it was built from a repository; ends in {@code +changes} if there
 *     were uncommitted changes
 */
public record Build(String version, Optional<String> commit) {
  private static final String FILE = "build.properties";

  /** Returns the build that is running. */
  public static Build running() {
    var properties = new Properties();
    try (var in = Build.class.getResourceAsStream(FILE)) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + FILE, e);
    }
    return of(properties);
  }

  static Build of(Properties properties) {
    boolean changes = Boolean.parseBoolean(properties.getProperty("git.dirty"));
    return new Build(
        properties.getProperty("git.build.version", "development"),
        Optional.ofNullable(properties.getProperty("git.commit.id.abbrev"))
            .filter(id -> !id.isBlank())
            .map(id -> changes ? id + "+changes" : id));
  }
}
