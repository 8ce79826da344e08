package org.seedbed.job;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.launcher.JavaModuleOptions;
import org.seedbed.engine.kernel.Lanes;

/**
 * Spark's jars from Maven, in the layout that Spark's own scripts expect.
 *
 * @param folder folder that contains {@code jars}
 */
record SparkHome(Path folder) {
  /** System property with the folder, set by the {@code seedbed} script. */
  static final String PROPERTY = "seedbed.spark";

  /**
   * Returns the folder that the {@code seedbed} script names.
   *
   * @throws IllegalArgumentException if there is none; an installed Spark has its own scripts
   */
  static SparkHome find() {
    var folder = System.getProperty(PROPERTY);
    if (folder == null || !Files.isDirectory(Path.of(folder, "jars"))) {
      throw new IllegalArgumentException(
          "Spark's jars from Maven are not here: use the './seedbed' script of a source"
              + " tree. With an installed Spark, use its own start-master.sh, start-worker.sh and"
              + " spark-submit.");
    }
    return new SparkHome(Path.of(folder).toAbsolutePath());
  }

  /**
   * Returns a JVM process with Spark's jars, set up as Spark's scripts do.
   *
   * @param bind address that Spark's web pages listen on
   */
  ProcessBuilder java(String bind, List<String> mainClassAndArguments) {
    String classPath = folder.resolve("jars") + File.separator + "*";
    var builder = jvm(classPath, List.of(), mainClassAndArguments);
    builder
        .environment()
        .putAll(
            Map.of(
                "SPARK_HOME",
                folder.toString(),
                "SPARK_SCALA_VERSION",
                "2.12",
                "SPARK_LOCAL_IP",
                bind));
    return builder;
  }

  /**
   * Returns a JVM process of the current Java version, with the module options that Spark and the
   * engine for tiny models need.
   */
  static ProcessBuilder jvm(
      String classPath, List<String> options, List<String> mainClassAndArguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().trim().split("\\s+")));
    command.add(Lanes.FLAG);
    command.addAll(options);
    command.addAll(List.of("-cp", classPath));
    command.addAll(mainClassAndArguments);
    return new ProcessBuilder(command);
  }

  /**
   * Starts a JVM with Spark's jars. It keeps running when this JVM exits.
   *
   * @param bind address that it listens on
   */
  Process start(File log, String bind, List<String> mainClassAndArguments) throws IOException {
    return java(bind, mainClassAndArguments)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.to(log))
        .start();
  }
}
