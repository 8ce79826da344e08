package org.seedbed.files;

import org.apache.hadoop.fs.Path;

/** Paths that users give. */
public final class StoragePath {
  private StoragePath() {}

  /**
   * Returns a path of Hadoop's.
   *
   * @throws IllegalArgumentException if the text is none
   */
  public static Path of(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("The path is empty. Give a folder, such as runs/one.");
    }
    if (text.indexOf('\0') >= 0) {
      throw refused(text, "it contains a zero byte");
    }
    try {
      return new Path(text);
    } catch (IllegalArgumentException e) {
      throw refused(text, "it is no valid URI");
    }
  }

  private static IllegalArgumentException refused(String text, String why) {
    return new IllegalArgumentException(
        "Path '%s' cannot be used: %s. Give a folder, such as runs/one or hdfs://HOST/runs/one."
            .formatted(text.replace('\0', '?'), why));
  }
}
