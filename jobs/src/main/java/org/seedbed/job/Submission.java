package org.seedbed.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What {@code spark-submit} is told, with Spark's jars from Maven: the driver runs in the process
 * that it starts.
 *
 * @param spark whose jars are used
 * @param application the application's jar
 * @param master to submit to
 * @param conf settings of Spark
 * @param jars further ones, such as those of models and tasks of your own
 * @param verb of seedbed, with its options
 */
record Submission(
    SparkHome spark,
    Path application,
    String master,
    Map<String, String> conf,
    List<String> jars,
    List<String> verb) {
  Submission {
    jars = List.copyOf(jars);
    conf = Map.copyOf(conf);
    verb = List.copyOf(verb);
  }

  /** The driver's process, yet to be started. */
  ProcessBuilder process() {
    var command = new ArrayList<String>();
    // Quiet, as an embedded search is; an installed Spark has a configuration of its own.
    command.add("-Dlog4j2.configurationFile=jar:file:" + application + "!/log4j2.properties");
    command.addAll(List.of("org.apache.spark.deploy.SparkSubmit", "--master", master));
    conf.forEach((key, value) -> command.addAll(List.of("--conf", key + "=" + value)));
    if (!jars.isEmpty()) {
      command.addAll(List.of("--jars", String.join(",", jars)));
    }
    command.addAll(List.of("--class", Seedbed.class.getName(), application.toString()));
    command.addAll(verb);
    return spark.java(command);
  }
}
