package org.seedbed.k8s;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Measures a driver's API requests and memory for a number of executors. The pods have no
 * processes. Usage: {@code PodsAtScale EXECUTORS BATCH}
 */
public final class PodsAtScale {
  private PodsAtScale() {}

  public static void main(String[] arguments) throws Exception {
    int executors = Integer.parseInt(arguments[0]);
    try (var server = new TestApiServer();
        var node = server.node()) {
      long before = heap();
      long started = System.nanoTime();
      try (var spark = new JavaSparkContext(conf(server.master(), executors, arguments[1]))) {
        int pods = 0;
        while (pods < executors) {
          Thread.sleep(1000);
          pods = run(node);
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        Thread.sleep(35_000); // Wait for one more round of Spark's polling.
        long after = heap();
        Map<String, Integer> requests = server.requests();
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

  /** Marks every new pod as running and returns the number of pods. */
  private static int run(KubernetesClient node) {
    var pods = node.pods().withLabel("spark-role", "executor").list().getItems();
    for (var pod : pods) {
      if (!"Running".equals(pod.getStatus().getPhase())) {
        node.pods()
            .resource(pod)
            .edit(p -> new PodBuilder(p).withNewStatus().withPhase("Running").endStatus().build());
      }
    }
    return pods.size();
  }

  private static SparkConf conf(String master, int executors, String batch) {
    return new SparkConf()
        .setAppName("scale")
        .setMaster(master)
        .set("spark.kubernetes.namespace", "test")
        .set("spark.kubernetes.container.image", "none")
        .set("spark.kubernetes.allocation.batch.delay", "1s")
        .set("spark.kubernetes.allocation.batch.size", batch)
        // The pods have no processes, so no executor ever registers.
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
