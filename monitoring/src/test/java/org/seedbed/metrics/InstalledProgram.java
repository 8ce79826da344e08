package org.seedbed.metrics;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Programs that some tests need, and that a machine may be without. */
public final class InstalledProgram {
  private InstalledProgram() {}

  /** Whether the shell would find it. */
  public static boolean exists(String name) {
    return List.of(System.getenv("PATH").split(File.pathSeparator, -1)).stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }
}
