package org.seedbed.k8s;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The Kubernetes cluster that tests run on: the one that {@code KUBECONFIG} names if an image is
 * given, otherwise a test API server whose pods are local processes.
 */
public sealed interface TriedKubernetes extends AutoCloseable {
  /** Chooses the cluster from environment variables; see {@code docs/kubernetes.md}. */
  static TriedKubernetes ofEnvironment(Path logs) {
    var image = variable("SEEDBED_IMAGE");
    return image.isPresent() ? new Named(image.get(), settings()) : new ForTests(logs);
  }

  private static Map<String, String> settings() {
    String file =
        variable("KUBECONFIG")
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "SEEDBED_IMAGE is set, and KUBECONFIG is not: name the file of the cluster to"
                            + " test on, or unset SEEDBED_IMAGE to test on a server of the test's own"));
    if (!Files.isReadable(Path.of(file))) {
      throw new IllegalStateException("KUBECONFIG is '" + file + "', which cannot be read");
    }
    // One setting per line, such as the endpoint and credentials for the folder.
    return variable("SEEDBED_SPARK_CONF").stream()
        .flatMap(String::lines)
        .filter(line -> !line.isBlank())
        .map(TriedKubernetes::setting)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Map.Entry<String, String> setting(String line) {
    var parts = line.split("=", 2);
    if (parts.length < 2) {
      throw new IllegalStateException(
          "SEEDBED_SPARK_CONF has the line '" + line + "': give key=value");
    }
    return Map.entry(parts[0].strip(), parts[1].strip());
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
    private final Map<String, String> settings;
    private final Set<String> seen = new HashSet<>();

    private Named(String image, Map<String, String> settings) {
      this.image = image;
      this.settings = settings;
    }

    @Override
    public Map<String, String> conf() {
      var conf = new HashMap<String, String>();
      conf.put("spark.master", "k8s://" + client.getConfiguration().getMasterUrl());
      conf.put("spark.kubernetes.namespace", namespace());
      conf.put("spark.kubernetes.container.image", image);
      // The pods have no classes of the test, and Spark does not look for those of the image.
      conf.put("spark.jars", "local:///opt/seedbed/seedbed.jar");
      conf.put("spark.driver.bindAddress", "0.0.0.0");
      variable("SEEDBED_DRIVER_HOST").ifPresent(host -> conf.put("spark.driver.host", host));
      conf.putAll(settings);
      return conf;
    }

    private String namespace() {
      return Optional.ofNullable(client.getConfiguration().getNamespace())
          .orElseThrow(
              () ->
                  new IllegalStateException(
                      "The current context of KUBECONFIG has no namespace: kubectl config"
                          + " set-context --current --namespace=NAMESPACE"));
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
      String folder = shared + "/" + local.getFileName() + "-" + UUID.randomUUID();
      if (!shared.contains("://")) {
        checkWritable(Path.of(folder));
      }
      return folder;
    }

    /** Executors run as user 185, who must be able to write what this process makes. */
    private static void checkWritable(Path folder) {
      try {
        Files.createDirectories(folder);
        if (!Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_WRITE)) {
          throw new IllegalStateException(
              "User 185, which executors run as, cannot write to %s: run 'umask 000' first"
                  .formatted(folder));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
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
