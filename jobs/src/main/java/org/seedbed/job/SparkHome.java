package org.seedbed.job;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * Spark as Maven brought it, laid out as Spark's own scripts want it: a folder with {@code jars}.
 *
 * @param folder that holds {@code jars}
 */
record SparkHome(Path folder) {
  /** Where the {@code seedbed} script says that it is. */
  static final String PROPERTY = "seedbed.spark";

  /**
   * Finds it.
   *
   * @throws IllegalArgumentException when there is none: then a Spark is installed, and has its own
   *     scripts
   */
  static SparkHome find() {
    var folder = System.getProperty(PROPERTY);
    if (folder == null || !Files.isDirectory(Path.of(folder, "jars"))) {
      throw new IllegalArgumentException(
          "Spark's jars from Maven are not here: run this by the './seedbed' script of a source"
              + " tree. With an installed Spark use its own start-master.sh, start-worker.sh and"
              + " spark-submit.");
    }
    return new SparkHome(Path.of(folder).toAbsolutePath());
  }

  /** A JVM with Spark's jars, as Spark's scripts start one. */
  ProcessBuilder java(List<String> mainClassAndArguments) {
    String classPath = folder.resolve("jars") + File.separator + "*";
    var builder = jvm(classPath, List.of(), mainClassAndArguments);
    builder
        .environment()
        .putAll(Map.of("SPARK_HOME", folder.toString(), "SPARK_SCALA_VERSION", "2.12"));
    return builder;
  }

  /** A JVM of this one's version, with the modules opened that Spark needs. */
  static ProcessBuilder jvm(
      String classPath, List<String> options, List<String> mainClassAndArguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().trim().split("\\s+")));
    command.addAll(options);
    command.addAll(List.of("-cp", classPath));
    command.addAll(mainClassAndArguments);
    return new ProcessBuilder(command);
  }

  /** Starts a JVM with Spark's jars that goes on when this one ends. */
  Process start(File log, List<String> mainClassAndArguments) throws IOException {
    return java(mainClassAndArguments)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.to(log))
        .start();
  }
}
