package org.seedbed.job;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.seedbed.engine.kernel.Lanes;
import org.seedbed.engine.program.Arena;
import org.seedbed.metrics.MetricsPlugin;
import org.seedbed.metrics.RunLabels;
import org.seedbed.serialization.SeedbedRegistrator;

/** Opens the Spark context of this process: as spark-submit configures it, or embedded. */
final class Spark {
  private static final String EXECUTOR_OPTIONS = "spark.executor.extraJavaOptions";
  private static final Pattern LOCAL = Pattern.compile("local(\\[.*])?");
  private static final Pattern COLLECTOR = Pattern.compile("-XX:\\+Use\\w+GC\\b");

  /** Below 2³¹ ms, as Spark's connections count it. */
  private static final String ASLEEP_AT_MOST = "20d";

  private static final long EXECUTORS_WITHIN_MILLIS = 120_000;
  private static final long SETTLED_MILLIS = 2_000;
  private static final long POLL_MILLIS = 100;

  private Spark() {}

  /**
   * Opens a Spark context, which the caller must close. On a cluster, waits for executors, so that
   * the work can be spread evenly.
   *
   * @param verb the running verb
   * @param run labels of the run
   * @param threads threads per task; limits how many tasks run at the same time
   * @param metrics metrics options
   * @param out receives the metrics address and notices of long waits
   */
  static JavaSparkContext open(
      String verb, RunLabels run, int threads, MetricsOptions metrics, PrintWriter out) {
    var conf = configuration("seedbed " + verb + " " + run.run(), threads);
    boolean onCluster = !isLocal(conf.get("spark.master"));
    metrics.of(verb, run, onCluster).ifPresent(served -> served.applyTo(conf));
    ClusterWatch.checkReachable(conf.get("spark.master"));
    var pods =
        conf.get("spark.master").startsWith(ExecutorPods.MASTER)
            ? Optional.of(ExecutorPods.watch(conf, out))
            : Optional.<TroubleWatch>empty();
    var spark = context(conf, pods);
    MetricsPlugin.driverAddress()
        .ifPresent(at -> out.printf("metrics     http://%s/metrics (all targets: /targets)%n", at));
    ClusterWatch.start(spark);
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

  /** Starts Spark. On Kubernetes, this waits for executors, and ends the watch of their pods. */
  private static JavaSparkContext context(SparkConf conf, Optional<TroubleWatch> pods) {
    try {
      var spark = new JavaSparkContext(conf);
      pods.ifPresent(watch -> spark.sc().addSparkListener(new ClosesAtTheEnd(watch)));
      return spark;
    } catch (RuntimeException e) {
      pods.ifPresent(TroubleWatch::close);
      throw e;
    }
  }

  private static final class ClosesAtTheEnd extends SparkListener {
    private final TroubleWatch watch;

    ClosesAtTheEnd(TroubleWatch watch) {
      this.watch = watch;
    }

    @Override
    public void onApplicationEnd(SparkListenerApplicationEnd end) {
      watch.close();
    }
  }

  /** Returns the configuration of a context whose tasks take these threads each. */
  static SparkConf configuration(String name, int threads) {
    var conf = new SparkConf().setAppName(name).setIfMissing("spark.ui.enabled", "false");
    conf.setIfMissing("spark.ui.killEnabled", "false");
    // Spark's default, LZ4, is a library with known defects in reading what it did not write.
    conf.setIfMissing("spark.io.compression.codec", "zstd");
    int slots = Math.max(1, Runtime.getRuntime().availableProcessors() / threads);
    conf.setIfMissing("spark.master", "local[" + slots + "]");
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    if (isLocal(conf.get("spark.master"))) {
      // The executor is this process: after a sleep of the machine it is late, not lost.
      conf.setIfMissing("spark.network.timeout", ASLEEP_AT_MOST);
      conf.setIfMissing("spark.driver.host", "localhost");
      conf.setIfMissing("spark.driver.bindAddress", BindAddress.LOOPBACK);
      // Spark makes a secret of its own for a local master.
      conf.setIfMissing("spark.authenticate", "true");
    } else {
      conf.setIfMissing("spark.task.cpus", String.valueOf(threads));
      conf.set(EXECUTOR_OPTIONS, executorOptions(conf.get(EXECUTOR_OPTIONS, "")));
      // Large pages save kernel time on PyTorch's many short-lived tensors (Linux only).
      conf.setIfMissing("spark.executorEnv.GLIBC_TUNABLES", "glibc.malloc.hugetlb=1");
    }
    SeedbedRegistrator.configure(conf);
    return conf;
  }

  /** Adds the JVM flags that the engine for tiny models needs, unless a user chose others. */
  static String executorOptions(String given) {
    var options = new StringBuilder(given);
    if (!given.contains(Lanes.FLAG)) {
      options.append(' ').append(Lanes.FLAG);
    }
    if (!COLLECTOR.matcher(given).find()) {
      options.append(' ').append(Arena.COLLECTOR);
    }
    if (!given.contains("G1HeapRegionSize")) {
      options.append(' ').append(Arena.ALIGNMENT);
    }
    return options.toString().strip();
  }

  /** Returns Hadoop's configuration, including {@code spark.hadoop.*} settings. */
  static Configuration hadoopConfiguration() {
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }

  private static boolean isLocal(String master) {
    return LOCAL.matcher(master).matches();
  }

  private static void awaitExecutors(JavaSparkContext spark, PrintWriter out) {
    int asked = spark.getConf().getInt("spark.executor.instances", 0);
    long started = System.currentTimeMillis();
    long changed = started;
    // GPU nodes may have to be provisioned first: respect Spark's own setting.
    long asLong =
        spark.getConf().getTimeAsMs("spark.scheduler.maxRegisteredResourcesWaitingTime", "0s");
    long patience = Math.max(EXECUTORS_WITHIN_MILLIS, asLong);
    int known = 0;
    boolean told = false;
    while (true) {
      // The list includes the driver.
      if (spark.sc().isStopped()) {
        throw new IllegalStateException(
            "The cluster %s did not accept this driver. Is it running, and is its secret (spark.authenticate.secret) the same?"
                .formatted(spark.master()));
      }
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
        out.printf("continuing with %d of %d requested executors%n", known, asked);
        return;
      }
      if (late) {
        throw new IllegalStateException(
            ("No executor has come up on %s within %d s. Does the cluster have enough free cores"
                    + " and memory? (spark.executor.cores, spark.executor.memory)")
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
      throw new IllegalStateException("interrupted while waiting for executors", e);
    }
  }
}
