package org.seedbed.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A {@code spark-submit} call that uses Spark's jars from Maven. The driver runs in the submitting
 * process (client mode).
 *
 * @param spark Spark's jars
 * @param application the application's jar
 * @param cluster the cluster to submit to
 * @param conf Spark settings
 * @param jars additional jars, such as those of a user's models and tasks
 * @param verb seedbed verb with its options
 */
record Submission(
    SparkHome spark,
    Path application,
    ClusterAddress cluster,
    Map<String, String> conf,
    List<String> jars,
    List<String> verb) {
  Submission {
    jars = List.copyOf(jars);
    conf = Map.copyOf(conf);
    verb = List.copyOf(verb);
  }

  /** Returns the driver's process, not started yet. */
  ProcessBuilder process() {
    var command = new ArrayList<String>();
    // Log as little as an embedded search does; an installed Spark brings its own configuration.
    command.add("-Dlog4j2.configurationFile=jar:file:" + application + "!/log4j2.properties");
    command.addAll(List.of("org.apache.spark.deploy.SparkSubmit", "--master", cluster.master()));
    // A file, not options: the command line of a process is no secret.
    cluster
        .settings()
        .ifPresent(file -> command.addAll(List.of("--properties-file", file.toString())));
    var all = new LinkedHashMap<String, String>();
    all.put("spark.driver.host", cluster.bind());
    all.put("spark.driver.bindAddress", cluster.bind());
    all.putAll(conf);
    all.forEach((key, value) -> command.addAll(List.of("--conf", key + "=" + value)));
    if (!jars.isEmpty()) {
      command.addAll(List.of("--jars", String.join(",", jars)));
    }
    command.addAll(List.of("--class", Seedbed.class.getName(), application.toString()));
    command.addAll(verb);
    return spark.java(cluster.bind(), command);
  }
}
