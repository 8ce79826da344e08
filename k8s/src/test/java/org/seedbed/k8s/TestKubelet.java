package org.seedbed.k8s;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.seedbed.job.TestJvm;

/**
 * A fake kubelet: watches executor pods and runs each as a local process, with the pod's
 * environment and the command line that Spark's image builds for {@code executor}. Deleting a pod
 * kills its process. A pod whose process exits is marked as failed.
 */
public final class TestKubelet implements Watcher<Pod>, AutoCloseable {
  private final KubernetesClient kubernetes;
  private final Path logs;
  private final Map<String, Process> processes = new ConcurrentHashMap<>();
  private final Set<String> owners = ConcurrentHashMap.newKeySet();
  private final Watch watch;

  /** Starts watching. */
  public TestKubelet(KubernetesClient kubernetes, Path logs) {
    this.kubernetes = kubernetes;
    this.logs = logs;
    this.watch = kubernetes.pods().withLabel("spark-role", "executor").watch(this);
  }

  /** Returns the names of the pods whose processes are running. */
  public List<String> running() {
    return processes.entrySet().stream()
        .filter(entry -> entry.getValue().isAlive())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** Returns the number of pods started so far. */
  public int started() {
    return processes.size();
  }

  /** Decommissions an executor, as Spark's image does before a pod stops ({@code decom.sh}). */
  public void drain(String name) throws IOException {
    long pid = processes.get(name).pid();
    new ProcessBuilder("kill", "-s", "PWR", String.valueOf(pid)).inheritIO().start();
  }

  /** Returns the exit code of a pod's process, or empty while it runs. */
  public Optional<Integer> exitCode(String name) {
    var process = processes.get(name);
    return process.isAlive() ? Optional.empty() : Optional.of(process.exitValue());
  }

  /** Returns the names of the owner pods of all pods started so far. */
  public Set<String> owners() {
    return Set.copyOf(owners);
  }

  @Override
  public void eventReceived(Action action, Pod pod) {
    String name = pod.getMetadata().getName();
    switch (action) {
      case ADDED -> start(name, pod);
      case DELETED -> {
        var process = processes.get(name);
        if (process != null) {
          process.destroyForcibly();
        }
      }
      default -> {}
    }
  }

  private void start(String name, Pod pod) {
    try {
      var process = executor(name, pod);
      processes.put(name, process);
      pod.getMetadata().getOwnerReferences().forEach(owner -> owners.add(owner.getName()));
      become(kubernetes, name, running -> running, "Running");
      var unused =
          process.onExit().thenAccept(ended -> failed(kubernetes, name, ended.exitValue()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process executor(String name, Pod pod) throws IOException {
    var container = pod.getSpec().getContainers().get(0);
    if (!container.getArgs().equals(List.of("executor"))) {
      throw new IllegalStateException(name + " is asked for " + container.getArgs());
    }
    var environment = new TreeMap<String, String>();
    for (EnvVar variable : container.getEnv()) {
      environment.put(variable.getName(), value(variable));
    }
    var options = new ArrayList<String>();
    environment.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("SPARK_JAVA_OPT_"))
        .sorted(Comparator.comparing(e -> Integer.parseInt(e.getKey().replaceAll("\\D", ""))))
        .forEach(entry -> options.add(entry.getValue()));
    options.add("-Xmx" + environment.get("SPARK_EXECUTOR_MEMORY"));
    var command = new ArrayList<String>();
    command.add("org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend");
    command.addAll(List.of("--driver-url", environment.get("SPARK_DRIVER_URL")));
    command.addAll(List.of("--executor-id", environment.get("SPARK_EXECUTOR_ID")));
    command.addAll(List.of("--cores", environment.get("SPARK_EXECUTOR_CORES")));
    command.addAll(List.of("--app-id", environment.get("SPARK_APPLICATION_ID")));
    command.addAll(List.of("--hostname", "127.0.0.1"));
    command.addAll(List.of("--resourceProfileId", environment.get("SPARK_RESOURCE_PROFILE_ID")));
    command.addAll(List.of("--podName", name));
    var builder =
        TestJvm.of(options, command, logs.resolve(name + ".log"))
            // A working directory per pod: Spark copies the application's jar there.
            .directory(Files.createDirectories(logs.resolve(name)).toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Returns a variable's value: its own, that of a secret, or else the pod's address. */
  private String value(EnvVar variable) {
    if (variable.getValue() != null) {
      return variable.getValue();
    }
    var secret = variable.getValueFrom().getSecretKeyRef();
    if (secret == null) {
      return "127.0.0.1";
    }
    var data = kubernetes.secrets().withName(secret.getName()).get().getData();
    return new String(Base64.getDecoder().decode(data.get(secret.getKey())), UTF_8);
  }

  /** Marks a pod as failed, with the exit code of its container. */
  static void failed(KubernetesClient kubernetes, String name, int exitCode) {
    become(kubernetes, name, terminated(exitCode), "Failed");
  }

  private static UnaryOperator<ContainerStatusBuilder> terminated(int exitCode) {
    return status ->
        status
            .withNewState()
            .withNewTerminated()
            .withExitCode(exitCode)
            .withFinishedAt(Instant.now().toString())
            .endTerminated()
            .endState();
  }

  private static void become(
      KubernetesClient kubernetes,
      String name,
      UnaryOperator<ContainerStatusBuilder> state,
      String phase) {
    var found = kubernetes.pods().withName(name);
    if (found.get() == null) {
      return; // Deleted.
    }
    found.edit(
        pod -> {
          ContainerStatus container =
              state
                  .apply(
                      new ContainerStatusBuilder()
                          .withName(pod.getSpec().getContainers().get(0).getName())
                          .withNewState()
                          .withNewRunning()
                          .withStartedAt(Instant.now().toString())
                          .endRunning()
                          .endState())
                  .build();
          return new PodBuilder(pod)
              .withNewStatus()
              .withPhase(phase)
              .withPodIP("127.0.0.1")
              .withStartTime(Instant.now().toString())
              .withContainerStatuses(container)
              .endStatus()
              .build();
        });
  }

  @Override
  public void onClose(WatcherException cause) {
    throw new IllegalStateException("the watch has ended", cause);
  }

  @Override
  public void onClose() {}

  @Override
  public void close() {
    watch.close();
    processes.values().forEach(Process::destroyForcibly);
  }
}
