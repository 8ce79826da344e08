package org.seedbed.k8s;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The Kubernetes cluster that tests run on: the one that {@code KUBECONFIG} names if an image is
 * given too, otherwise a test API server whose pods are local processes.
 */
public sealed interface TriedKubernetes extends AutoCloseable {
  /** Chooses the cluster from environment variables; see {@code docs/kubernetes.md}. */
  static TriedKubernetes ofEnvironment(Path logs) {
    var image = variable("SEEDBED_IMAGE");
    return image.isPresent() && variable("KUBECONFIG").isPresent()
        ? new Named(image.get())
        : new ForTests(logs);
  }

  private static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }

  /** Returns the Spark settings for this cluster. */
  Map<String, String> conf();

  /** Returns a folder that both driver and executors can access. */
  String folder(Path local);

  /** Returns the names of the running executor pods. */
  List<String> running();

  /** Deletes a pod. */
  void delete(String pod);

  /** Drains a pod: it finishes its running tasks and exits. */
  void drain(String pod) throws IOException;

  /** Returns the exit code of a pod's process, or empty if it is unknown. */
  Optional<Integer> exitCode(String pod);

  /** Returns the number of pods that have been seen running. */
  int started();

  /** Returns Spark's requests to the API server, or empty if they are not counted. */
  Optional<Map<String, Integer>> requests() throws InterruptedException;

  @Override
  void close();

  /** The test API server. */
  final class ForTests implements TriedKubernetes {
    private final TestApiServer server = new TestApiServer();
    private final KubernetesClient node = server.node();
    private final TestKubelet kubelet;

    private ForTests(Path logs) {
      kubelet = new TestKubelet(node, logs);
    }

    @Override
    public Map<String, String> conf() {
      return Map.of(
          "spark.master", server.master(),
          "spark.kubernetes.namespace", "test",
          "spark.kubernetes.container.image", "seedbed:test",
          // This server omits deletion timestamps, so Spark must detect missing pods by polling.
          "spark.kubernetes.executor.apiPollingInterval", "5s",
          "spark.kubernetes.executor.missingPodDetectDelta", "5s",
          "spark.driver.host", "127.0.0.1",
          "spark.driver.bindAddress", "127.0.0.1");
    }

    @Override
    public String folder(Path local) {
      return local.toString();
    }

    @Override
    public List<String> running() {
      return kubelet.running();
    }

    @Override
    public void delete(String pod) {
      node.pods().withName(pod).delete();
    }

    @Override
    public void drain(String pod) throws IOException {
      kubelet.drain(pod);
    }

    @Override
    public Optional<Integer> exitCode(String pod) {
      return kubelet.exitCode(pod);
    }

    @Override
    public int started() {
      return kubelet.started();
    }

    @Override
    public Optional<Map<String, Integer>> requests() throws InterruptedException {
      return Optional.of(server.requests());
    }

    @Override
    public void close() {
      kubelet.close();
      node.close();
      server.close();
    }
  }

  /** The cluster that {@code KUBECONFIG} names, in the namespace of its context. */
  final class Named implements TriedKubernetes {
    private final KubernetesClient client = new KubernetesClientBuilder().build();
    private final String image;
    private final Set<String> seen = new HashSet<>();

    private Named(String image) {
      this.image = image;
    }

    @Override
    public Map<String, String> conf() {
      var conf = new HashMap<String, String>();
      conf.put("spark.master", "k8s://" + client.getConfiguration().getMasterUrl());
      conf.put("spark.kubernetes.namespace", client.getConfiguration().getNamespace());
      conf.put("spark.kubernetes.container.image", image);
      conf.put("spark.driver.bindAddress", "0.0.0.0");
      variable("SEEDBED_DRIVER_HOST").ifPresent(host -> conf.put("spark.driver.host", host));
      // One setting per line, such as the endpoint and credentials for the folder.
      variable("SEEDBED_SPARK_CONF").stream()
          .flatMap(String::lines)
          .map(line -> line.split("=", 2))
          .forEach(setting -> conf.put(setting[0], setting[1]));
      return conf;
    }

    @Override
    public String folder(Path local) {
      String shared =
          variable("SEEDBED_SHARED")
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "SEEDBED_SHARED is not set: give a folder that both this machine and the"
                              + " cluster's pods can access, such as s3a://bucket/tests"));
      return shared + "/" + local.getFileName() + "-" + ProcessHandle.current().pid();
    }

    @Override
    public List<String> running() {
      var running =
          client.pods().withLabel("spark-role", "executor").list().getItems().stream()
              .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
              .map(pod -> pod.getMetadata().getName())
              .sorted()
              .toList();
      seen.addAll(running);
      return running;
    }

    @Override
    public void delete(String pod) {
      client.pods().withName(pod).delete();
    }

    /** Deletes the pod; its own hook drains it. */
    @Override
    public void drain(String pod) {
      delete(pod);
    }

    @Override
    public Optional<Integer> exitCode(String pod) {
      return Optional.empty();
    }

    @Override
    public int started() {
      running();
      return seen.size();
    }

    @Override
    public Optional<Map<String, Integer>> requests() {
      return Optional.empty();
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
