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
 * Spark's own scheduler for Kubernetes: against an API server for tests, with pods that are
 * processes of this machine, or on the cluster that {@code KUBECONFIG} names.
 */
class KubernetesIT {
  /** Rungs enough for work to be left when the pods have gone, however fast the machine is. */
  private static final String LONGER = "search.rungs=[80,120,160,200]";

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
    // Both: were one left, it could end the search before another pod is there.
    searchWith(pods -> pods.forEach(kubernetes::delete));

    // What Spark asked for is what the driver's role allows.
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
      kubernetes.exitCode(pod).ifPresent(code -> assertThat(code).as(pod).isZero());
    }
  }

  /** What is done to the executors' pods in the middle of a search. */
  private interface Disturbance {
    void on(List<String> pods) throws Exception;
  }

  /** A search whose executors are all disturbed ends as the calm one does. */
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
