package org.seedbed.job;

import java.io.PrintWriter;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.seedbed.metrics.MetricsPlugin;
import org.seedbed.metrics.RunLabels;
import org.seedbed.serialization.SeedbedRegistrator;

/** The Spark context of this process: the one spark-submit asks for, or one embedded. */
final class Spark {
  private static final long EXECUTORS_WITHIN_MILLIS = 120_000;
  private static final long SETTLED_MILLIS = 2_000;
  private static final long POLL_MILLIS = 100;

  private Spark() {}

  /**
   * Opens it; close it. On a cluster, waits until its executors are there, so that the work can be
   * spread evenly.
   *
   * @param verb that runs
   * @param run that it works for
   * @param threads that one task uses, so that as many tasks run as fit the cores
   * @param metrics how it can be watched
   * @param out is told of long waits, and where the metrics are
   */
  static JavaSparkContext open(
      String verb, RunLabels run, int threads, MetricsOptions metrics, PrintWriter out) {
    var conf = configuration("seedbed " + verb + " " + run.run(), threads);
    boolean onCluster = !conf.get("spark.master").matches("local(\\[.*])?");
    metrics.of(verb, run, onCluster).ifPresent(served -> served.applyTo(conf));
    var spark = new JavaSparkContext(conf);
    MetricsPlugin.driverAddress()
        .ifPresent(at -> out.printf("metrics     http://%s/metrics (all targets: /targets)%n", at));
    if (!spark.isLocal() && !spark.getConf().getBoolean("spark.dynamicAllocation.enabled", false)) {
      try {
        awaitExecutors(spark, out);
      } catch (RuntimeException e) {
        spark.close();
        throw e;
      }
    }
    return spark;
  }

  private static SparkConf configuration(String name, int threads) {
    var conf = new SparkConf().setAppName(name).setIfMissing("spark.ui.enabled", "false");
    int slots = Math.max(1, Runtime.getRuntime().availableProcessors() / threads);
    conf.setIfMissing("spark.master", "local[" + slots + "]");
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    if (conf.get("spark.master").startsWith("local")) {
      conf.setIfMissing("spark.driver.host", "localhost");
      conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
    } else {
      conf.setIfMissing("spark.task.cpus", String.valueOf(threads));
      // Large pages spare the kernel work on PyTorch's many short-lived tensors (Linux only).
      conf.setIfMissing("spark.executorEnv.GLIBC_TUNABLES", "glibc.malloc.hugetlb=1");
    }
    SeedbedRegistrator.configure(conf);
    return conf;
  }

  /** Hadoop's configuration with what {@code --conf spark.hadoop.…} sets. */
  static Configuration hadoopConfiguration() {
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }

  private static void awaitExecutors(JavaSparkContext spark, PrintWriter out) {
    int asked = spark.getConf().getInt("spark.executor.instances", 0);
    long started = System.currentTimeMillis();
    long changed = started;
    // Nodes with GPUs may have to be made first: Spark's own word for how long to wait.
    long asLong =
        spark.getConf().getTimeAsMs("spark.scheduler.maxRegisteredResourcesWaitingTime", "0s");
    long patience = Math.max(EXECUTORS_WITHIN_MILLIS, asLong);
    int known = 0;
    boolean told = false;
    while (true) {
      // The driver counts itself as one.
      int executors = spark.sc().statusTracker().getExecutorInfos().length - 1;
      long now = System.currentTimeMillis();
      if (executors != known) {
        known = executors;
        changed = now;
      }
      boolean settled = known > 0 && now - changed >= SETTLED_MILLIS;
      if (asked > 0 ? known >= asked : settled) {
        return;
      }
      boolean late = now - started > patience;
      if (late && known > 0) {
        out.printf("going on with %d executors of the %d that were asked for%n", known, asked);
        return;
      }
      if (late) {
        throw new IllegalStateException(
            ("No executor has come up on %s within %d s. Has it workers with cores and memory to"
                    + " spare? (spark.executor.memory, spark.executor.cores)")
                .formatted(spark.master(), patience / 1000));
      }
      if (!told && now - started > 5 * SETTLED_MILLIS) {
        out.println("waiting for executors of " + spark.master());
        told = true;
      }
      sleep();
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while executors came up", e);
    }
  }
}
