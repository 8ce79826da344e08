package org.seedbed.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.mockwebserver.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seedbed.k8s.ApiRequests;
import org.seedbed.k8s.Manifests;
import org.seedbed.k8s.TestKubelet;

/**
 * Spark's own scheduler for Kubernetes against an API server, with pods that are processes of this
 * machine.
 */
class KubernetesIT {
  /** So that the executor that comes in place of a killed one has work to do. */
  private static final String LONGER = "search.rungs=[80,160]";

  private static final String KUBELET = "test-kubelet";

  @TempDir Path folder;

  private final CommandLineRun local = new CommandLineRun();
  private KubernetesMockServer server;
  private KubernetesClient kubernetes;
  private Map<String, String> conf;

  @BeforeEach
  void start() {
    server =
        new KubernetesMockServer(
            new Context(),
            new MockWebServer(),
            new HashMap<>(),
            new KubernetesCrudDispatcher(),
            false);
    server.init(InetAddress.getLoopbackAddress(), 0);
    kubernetes = server.createClient();
    conf =
        Map.of(
            "spark.master", "k8s://http://127.0.0.1:" + server.getPort(),
            "spark.kubernetes.namespace", kubernetes.getNamespace(),
            "spark.kubernetes.container.image", "seedbed:test",
            "spark.kubernetes.allocation.batch.delay", "1s",
            "spark.executor.instances", "2",
            "spark.executor.memory", "1g",
            "spark.driver.host", "127.0.0.1",
            "spark.driver.bindAddress", "127.0.0.1",
            "spark.seedbed.metrics.port", "0");
  }

  @AfterEach
  void stop() {
    conf.keySet().forEach(System::clearProperty);
    kubernetes.close();
    server.destroy();
  }

  @Test
  void aSearchOutlivesThePodOfAnExecutor() throws Exception {
    var calm = folder.resolve("calm");
    assertThat(local.seedbed(SmallSearch.RESTARTS, "--set", LONGER, "--out", calm.toString()))
        .isZero();

    conf.forEach(System::setProperty);
    var run = folder.resolve("run");
    var own = new ConfigBuilder(kubernetes.getConfiguration()).withUserAgent(KUBELET).build();
    try (var node = new KubernetesClientBuilder().withConfig(own).build();
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
      node.pods().withName(pods.get(0)).delete();
      assertThat(search.get(3, TimeUnit.MINUTES)).as(local.err()).isZero();
      assertThat(kubelet.started()).isGreaterThan(2);
    }
    assertThat(run.resolve("leaderboard.json"))
        .hasSameBinaryContentAs(calm.resolve("leaderboard.json"));

    // What Spark asked for is what the driver's role allows.
    var role = Manifests.only(Path.of("base/rbac.yaml"), Role.class);
    var requests = ApiRequests.of(server, KUBELET).keySet();
    assertThat(requests)
        .contains("create pods", "watch pods", "list pods", "create configmaps")
        .allMatch(words -> ApiRequests.allows(role, words));
  }
}
