package org.seedbed.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.rbac.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seedbed.k8s.ApiRequests;
import org.seedbed.k8s.Manifests;
import org.seedbed.k8s.TriedKubernetes;
import org.seedbed.record.RunFolder;

/**
 * Tests searches with Spark's Kubernetes scheduler, either against a test API server whose pods are
 * local processes, or on the cluster that {@code KUBECONFIG} names.
 */
class KubernetesIT {
  /** Enough rungs that work remains after the pods are gone, even on a fast machine. */
  private static final String LONGER = "search.rungs=[80,120,160,200]";

  /** Exit code of an executor whose last heartbeat arrives after the driver let it go. */
  private static final int FORGOTTEN_AS_IT_ENDS = 255;

  @TempDir Path folder;

  private final CommandLineRun local = new CommandLineRun();
  private final Map<String, String> conf = new HashMap<>();
  private TriedKubernetes kubernetes;

  @BeforeEach
  void start() {
    kubernetes = TriedKubernetes.ofEnvironment(folder);
    conf.putAll(
        Map.of(
            "spark.kubernetes.allocation.batch.delay", "1s",
            "spark.executor.instances", "2",
            "spark.executor.memory", "1g",
            "spark.seedbed.metrics.port", "0"));
    conf.putAll(kubernetes.conf());
  }

  @AfterEach
  void stop() {
    conf.keySet().forEach(System::clearProperty);
    kubernetes.close();
  }

  @Test
  void aSearchOutlivesThePodsOfItsExecutors() throws Exception {
    // Delete both: a remaining one could finish the search before a new pod starts.
    searchWith(pods -> pods.forEach(kubernetes::delete));

    // The driver's role allows everything that Spark requested.
    var requests = kubernetes.requests();
    if (requests.isPresent()) {
      var role = Manifests.only(Path.of("base/rbac.yaml"), Role.class);
      assertThat(requests.get().keySet())
          .contains("create pods", "watch pods", "list pods", "create configmaps")
          .allMatch(words -> ApiRequests.allows(role, words));
    }
  }

  @Test
  void executorsThatAreDrainedEndWhatTheyHaveBegun() throws Exception {
    conf.put("spark.decommission.enabled", "true");
    var drained = new ArrayList<String>();
    searchWith(
        pods -> {
          for (var pod : pods) {
            kubernetes.drain(pod);
          }
          drained.addAll(pods);
        });
    for (var pod : drained) {
      kubernetes
          .exitCode(pod)
          .ifPresent(code -> assertThat(code).as(pod).isIn(0, FORGOTTEN_AS_IT_ENDS));
    }
  }

  /** An action on the executor pods during a search. */
  private interface Disturbance {
    void on(List<String> pods) throws Exception;
  }

  /**
   * Asserts that a search whose executors are disturbed ends with the same result as an undisturbed
   * one.
   */
  private void searchWith(Disturbance disturbance) throws Exception {
    var calm = folder.resolve("calm");
    assertThat(local.seedbed(SmallSearch.RESTARTS, "--set", LONGER, "--out", calm.toString()))
        .isZero();

    conf.forEach(System::setProperty);
    String out = kubernetes.folder(folder.resolve("run"));
    var run = RunFolder.at(new org.apache.hadoop.fs.Path(out), Spark.hadoopConfiguration());
    var search =
        CompletableFuture.supplyAsync(
            () -> local.seedbed(SmallSearch.RESTARTS, "--set", LONGER, "--out", out));
    var first = run.population(RunFolder.rungStage(0), 0);
    while (!search.isDone() && !run.exists(first)) {
      Thread.sleep(20);
    }
    var pods = kubernetes.running();
    assertThat(pods).as(local.err()).hasSize(2);
    disturbance.on(pods);
    while (!search.isDone()) {
      kubernetes.running();
      Thread.sleep(100);
    }
    assertThat(search.get(1, TimeUnit.SECONDS)).as(local.err()).isZero();
    assertThat(kubernetes.started()).isGreaterThan(2);
    assertThat(run.read(run.leaderboard()))
        .isEqualTo(Files.readAllBytes(calm.resolve("leaderboard.json")));
  }
}
