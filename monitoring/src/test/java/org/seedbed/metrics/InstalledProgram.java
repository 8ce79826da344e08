package org.seedbed.metrics;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Optional programs that some tests need. */
public final class InstalledProgram {
  private InstalledProgram() {}

  /** Returns whether the program is on the {@code PATH}. */
  public static boolean exists(String name) {
    return List.of(System.getenv("PATH").split(File.pathSeparator, -1)).stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }
}
