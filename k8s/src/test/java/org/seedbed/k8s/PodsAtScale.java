package org.seedbed.k8s;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import okhttp3.mockwebserver.MockWebServer;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * What a driver asks of the API server, and how much memory it takes, for so many executors: pods
 * alone, no process behind them. {@code PodsAtScale EXECUTORS BATCH}
 */
public final class PodsAtScale {
  private static final String KUBELET = "test-kubelet";

  private PodsAtScale() {}

  public static void main(String[] arguments) throws Exception {
    int executors = Integer.parseInt(arguments[0]);
    var server =
        new KubernetesMockServer(
            new Context(),
            new MockWebServer(),
            new HashMap<>(),
            new KubernetesCrudDispatcher(),
            false);
    server.init(InetAddress.getLoopbackAddress(), 0);
    try (KubernetesClient plain = server.createClient();
        var node =
            new KubernetesClientBuilder()
                .withConfig(
                    new ConfigBuilder(plain.getConfiguration()).withUserAgent(KUBELET).build())
                .build()) {
      long before = heap();
      long started = System.nanoTime();
      try (var spark = new JavaSparkContext(conf(server, plain, executors, arguments[1]))) {
        int pods = 0;
        while (pods < executors) {
          Thread.sleep(1000);
          pods = run(node);
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        Thread.sleep(35_000); // One more round of Spark's own polling.
        long after = heap();
        Map<String, Integer> requests = ApiRequests.of(server, KUBELET);
        int all = requests.values().stream().mapToInt(Integer::intValue).sum();
        System.out.printf(
            "| %d | %s | %.0f | %d | %d | %.1f | %s%n",
            executors,
            arguments[1],
            seconds,
            all,
            requests.getOrDefault("create pods", 0),
            (after - before) / 1048576.0,
            "of Spark " + spark.version() + ": " + requests);
      }
    }
    System.exit(0);
  }

  /** Has every new pod run. */
  private static int run(KubernetesClient node) {
    var pods = node.pods().withLabel("spark-role", "executor").list().getItems();
    for (var pod : pods) {
      if (pod.getStatus() == null || !"Running".equals(pod.getStatus().getPhase())) {
        node.pods()
            .resource(pod)
            .edit(p -> new PodBuilder(p).withNewStatus().withPhase("Running").endStatus().build());
      }
    }
    return pods.size();
  }

  private static SparkConf conf(
      KubernetesMockServer server, KubernetesClient client, int executors, String batch) {
    return new SparkConf()
        .setAppName("scale")
        .setMaster("k8s://http://127.0.0.1:" + server.getPort())
        .set("spark.kubernetes.namespace", client.getNamespace())
        .set("spark.kubernetes.container.image", "none")
        .set("spark.kubernetes.allocation.batch.delay", "1s")
        .set("spark.kubernetes.allocation.batch.size", batch)
        // No process behind a pod will ever register.
        .set("spark.kubernetes.allocation.executor.timeout", "3600s")
        .set("spark.kubernetes.executor.missingPodDetectDelta", "3600s")
        .set("spark.executor.instances", String.valueOf(executors))
        .set("spark.ui.enabled", "false")
        .set("spark.driver.host", "127.0.0.1")
        .set("spark.driver.bindAddress", "127.0.0.1");
  }

  private static long heap() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(200);
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
