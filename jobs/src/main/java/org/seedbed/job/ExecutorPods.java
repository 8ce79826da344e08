package org.seedbed.job;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.spark.SparkConf;

/**
 * The executor pods of an application, and what keeps them from starting. Spark itself waits for
 * them without a word. Needs Kubernetes' client, which Spark brings on Kubernetes only.
 */
final class ExecutorPods implements TroubleWatch.Look {
  private static final Duration PAUSE = Duration.ofSeconds(4);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /**
   * How the master of an application on Kubernetes begins. A constant, so that whoever asks for it
   * does not load this class, which needs Kubernetes' client.
   */
  static final String MASTER = "k8s://";

  private static final Set<String> NO_IMAGE =
      Set.of("ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull");
  private static final Set<String> STARTING = Set.of("ContainerCreating", "PodInitializing");

  private final KubernetesClient client;
  private final String namespace;
  private final String application;

  /**
   * Looks at the pods of an application.
   *
   * @param client is closed with the look
   */
  ExecutorPods(KubernetesClient client, String namespace, String application) {
    this.client = client;
    this.namespace = namespace;
    this.application = application;
  }

  /**
   * Watches the executors of an application that is about to start, since starting waits for them.
   * Gives it an ID if it has none. Asks the API server as Spark does.
   */
  static TroubleWatch watch(SparkConf conf, PrintWriter out) {
    conf.setIfMissing("spark.app.id", "spark-" + UUID.randomUUID().toString().replace("-", ""));
    String master = conf.get("spark.master").substring(MASTER.length());
    String namespace = conf.get("spark.kubernetes.namespace", "default");
    out.printf("asking for executors in namespace %s of %s%n", namespace, master);
    var client = client(new ConfigBuilder().withMasterUrl(master));
    var pods = new ExecutorPods(client, namespace, conf.get("spark.app.id"));
    return TroubleWatch.start("executor-pods", pods, PAUSE, new TroubleLog(PATIENCE, out::println));
  }

  /** Returns a client that tries once, since it is asked again soon. The caller must close it. */
  static KubernetesClient client(ConfigBuilder config) {
    config.withRequestRetryBackoffLimit(0).withConnectionTimeout(5000).withRequestTimeout(5000);
    return new KubernetesClientBuilder().withConfig(config.build()).build();
  }

  @Override
  public void close() {
    client.close();
  }

  @Override
  public List<Trouble> now() {
    var troubles = new LinkedHashMap<String, Trouble>();
    try {
      var pods =
          client
              .pods()
              .inNamespace(namespace)
              .withLabel("spark-app-selector", application)
              .withLabel("spark-role", "executor")
              .list()
              .getItems();
      for (var pod : pods) {
        of(pod).ifPresent(trouble -> troubles.putIfAbsent(trouble.what(), trouble));
      }
    } catch (KubernetesClientException e) {
      troubles.put(
          "api",
          new Trouble(
              "the API server does not tell of executors",
              firstLine(e.getMessage()),
              "kubectl -n %s auth can-i list pods".formatted(namespace),
              "the API server tells of executors again"));
    }
    return List.copyOf(troubles.values());
  }

  /** Returns what keeps a pod from starting, if anything does. */
  static Optional<Trouble> of(Pod pod) {
    if (!"Pending".equals(pod.getStatus().getPhase())) {
      return Optional.empty();
    }
    String look =
        "kubectl -n %s describe pod %s"
            .formatted(pod.getMetadata().getNamespace(), pod.getMetadata().getName());
    var unscheduled =
        pod.getStatus().getConditions().stream()
            .filter(condition -> "PodScheduled".equals(condition.getType()))
            .filter(condition -> "Unschedulable".equals(condition.getReason()))
            .findFirst();
    if (unscheduled.isPresent()) {
      return Optional.of(
          new Trouble(
              "executors cannot be scheduled",
              firstLine(unscheduled.get().getMessage()),
              look,
              "executors are scheduled"));
    }
    return pod.getStatus().getContainerStatuses().stream()
        .flatMap(container -> waiting(container, look).stream())
        .findFirst();
  }

  private static Optional<Trouble> waiting(ContainerStatus container, String look) {
    var waiting = container.getState() == null ? null : container.getState().getWaiting();
    if (waiting == null || waiting.getReason() == null || STARTING.contains(waiting.getReason())) {
      return Optional.empty();
    }
    String cause =
        waiting.getMessage() == null
            ? waiting.getReason()
            : waiting.getReason() + ", " + firstLine(waiting.getMessage());
    return Optional.of(
        NO_IMAGE.contains(waiting.getReason())
            ? new Trouble(
                "the image " + container.getImage() + " cannot be pulled",
                cause,
                look,
                "the image " + container.getImage() + " is there")
            : new Trouble("executors cannot start", cause, look, "executors start"));
  }

  /** Returns the first line of a message, without a full stop. */
  private static String firstLine(String message) {
    String line =
        String.valueOf(message).strip().lines().findFirst().orElse("no reason is given").strip();
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }
}
