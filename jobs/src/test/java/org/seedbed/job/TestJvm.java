package org.seedbed.job;

import java.nio.file.Path;
import java.util.List;

/** Builds separate JVM processes with the class path of this one. */
public final class TestJvm {
  private TestJvm() {}

  /** Returns a process builder that appends all output to {@code log}. */
  public static ProcessBuilder of(
      List<String> options, List<String> mainClassAndArguments, Path log) {
    return SparkHome.jvm(System.getProperty("java.class.path"), options, mainClassAndArguments)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
  }
}
