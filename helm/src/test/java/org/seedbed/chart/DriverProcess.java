package org.seedbed.chart;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.seedbed.job.TestJvm;

/**
 * The driver pod of a chart, run as a local process with the pod's arguments and environment.
 * Spark's own {@code SparkSubmit} replaces the image's command, and the built jar replaces the
 * image's jar.
 */
final class DriverProcess {
  private static final String JAR = "/opt/seedbed/seedbed.jar";
  private static final Path BUILT =
      Path.of("../jobs/target/seedbed.jar").toAbsolutePath().normalize();

  private final String name;
  private final Process process;
  private final Path log;

  private DriverProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /** Starts the driver for one attempt of a job. */
  static DriverProcess start(RenderedChart chart, KubernetesClient node, Path folder, int attempt)
      throws IOException {
    var template = chart.driver();
    String name = chart.name() + "-" + attempt;
    node.pods()
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(template.getMetadata().getLabels())
                .endMetadata()
                .withSpec(template.getSpec())
                .build())
        .create();
    var config = Files.createDirectories(folder.resolve("config-" + name));
    for (var file : chart.config().entrySet()) {
      String text = file.getValue().replace("/etc/seedbed", config.toString());
      Files.writeString(config.resolve(file.getKey()), text);
    }
    var shared = chart.only(Secret.class);
    if (node.secrets().withName(shared.getMetadata().getName()).get() == null) {
      node.secrets().resource(shared).create();
    }
    var secret = Files.createDirectories(Path.of(config + "-secret"));
    for (var entry : shared.getData().entrySet()) {
      Files.write(secret.resolve(entry.getKey()), Base64.getDecoder().decode(entry.getValue()));
    }
    var container = template.getSpec().getContainers().get(0);
    var command = new ArrayList<String>();
    for (var argument : container.getArgs()) {
      String own =
          argument
              .replace("/opt/spark/bin/spark-submit", "org.apache.spark.deploy.SparkSubmit")
              .replace("/etc/seedbed", config.toString())
              .replace(JAR, BUILT.toString());
      for (EnvVar variable : container.getEnv()) {
        // Both variables refer to fields of the pod.
        String value = variable.getName().equals("POD_IP") ? "127.0.0.1" : name;
        own = own.replace("$(" + variable.getName() + ")", value);
      }
      command.add(own);
    }
    var log = folder.resolve(name + ".log");
    var process = TestJvm.of(List.of(), command, log).directory(folder.toFile()).start();
    return new DriverProcess(name, process, log);
  }

  /** Returns the name of the pod. */
  String name() {
    return name;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Kills the process, as the loss of a node would. */
  void kill() {
    process.destroyForcibly();
  }

  /** Waits for the process and returns its exit code. */
  int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  /** Returns the output of the process. */
  String said() throws IOException {
    return Files.readString(log);
  }
}
