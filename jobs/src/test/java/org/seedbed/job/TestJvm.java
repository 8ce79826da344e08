package org.seedbed.job;

import java.nio.file.Path;
import java.util.List;

/** A JVM with the class path of this one, in a process of its own. */
public final class TestJvm {
  private TestJvm() {}

  /** What starts it; all that it says is added to {@code log}. */
  public static ProcessBuilder of(
      List<String> options, List<String> mainClassAndArguments, Path log) {
    return SparkHome.jvm(System.getProperty("java.class.path"), options, mainClassAndArguments)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
  }
}
