package org.seedbed.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.rbac.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seedbed.k8s.ApiRequests;
import org.seedbed.k8s.Manifests;
import org.seedbed.k8s.TestApiServer;
import org.seedbed.k8s.TestKubelet;

/**
 * Spark's own scheduler for Kubernetes against an API server, with pods that are processes of this
 * machine.
 */
class KubernetesIT {
  /** So that there is work left when the pods are deleted. */
  private static final String LONGER = "search.rungs=[80,160]";

  @TempDir Path folder;

  private final CommandLineRun local = new CommandLineRun();
  private TestApiServer server;
  private Map<String, String> conf;

  @BeforeEach
  void start() {
    server = new TestApiServer();
    conf =
        Map.ofEntries(
            Map.entry("spark.master", server.master()),
            Map.entry("spark.kubernetes.namespace", "test"),
            Map.entry("spark.kubernetes.container.image", "seedbed:test"),
            Map.entry("spark.kubernetes.allocation.batch.delay", "1s"),
            // This server does not say of a pod when it was deleted: Spark finds it missing.
            Map.entry("spark.kubernetes.executor.apiPollingInterval", "5s"),
            Map.entry("spark.kubernetes.executor.missingPodDetectDelta", "5s"),
            Map.entry("spark.executor.instances", "2"),
            Map.entry("spark.executor.memory", "1g"),
            Map.entry("spark.driver.host", "127.0.0.1"),
            Map.entry("spark.driver.bindAddress", "127.0.0.1"),
            Map.entry("spark.seedbed.metrics.port", "0"));
  }

  @AfterEach
  void stop() {
    conf.keySet().forEach(System::clearProperty);
    server.close();
  }

  @Test
  void aSearchOutlivesThePodsOfItsExecutors() throws Exception {
    var calm = folder.resolve("calm");
    assertThat(local.seedbed(SmallSearch.RESTARTS, "--set", LONGER, "--out", calm.toString()))
        .isZero();

    conf.forEach(System::setProperty);
    var run = folder.resolve("run");
    try (var node = server.node();
        var kubelet = new TestKubelet(node, folder)) {
      var search =
          CompletableFuture.supplyAsync(
              () -> local.seedbed(SmallSearch.RESTARTS, "--set", LONGER, "--out", run.toString()));
      var first = run.resolve("rungs/00/population-000.json");
      while (!search.isDone() && !Files.exists(first)) {
        Thread.sleep(20);
      }
      var pods = kubelet.running();
      assertThat(pods).as(local.err()).hasSize(2);
      // Both: were one left, it could end the search before another pod is there.
      pods.forEach(pod -> node.pods().withName(pod).delete());
      assertThat(search.get(3, TimeUnit.MINUTES)).as(local.err()).isZero();
      assertThat(kubelet.started()).isGreaterThan(2);
    }
    assertThat(run.resolve("leaderboard.json"))
        .hasSameBinaryContentAs(calm.resolve("leaderboard.json"));

    // What Spark asked for is what the driver's role allows.
    var role = Manifests.only(Path.of("base/rbac.yaml"), Role.class);
    var requests = server.requests().keySet();
    assertThat(requests)
        .contains("create pods", "watch pods", "list pods", "create configmaps")
        .allMatch(words -> ApiRequests.allows(role, words));
  }
}
