package org.seedbed.job;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Ends the jobs of a driver whose standalone cluster is gone. Spark itself would wait for it
 * without end. A cluster is gone if none of its masters answers and no executor is left.
 */
final class ClusterWatch {
  private static final String SCHEME = "spark://";
  private static final Duration PATIENCE = Duration.ofSeconds(25);
  private static final int ANSWER_WITHIN_MILLIS = 2000;
  private static final long POLL_MILLIS = 2000;

  private ClusterWatch() {}

  /**
   * Checks that a master of a standalone cluster answers. Other masters are not checked.
   *
   * @throws IllegalStateException if none does
   */
  static void checkReachable(String master) {
    if (master.startsWith(SCHEME) && !isReachable(master)) {
      throw new IllegalStateException(
          "No master answers at %s. Start the cluster, or check --master.".formatted(master));
    }
  }

  /** Watches the cluster of a driver until its context is stopped. */
  static void start(JavaSparkContext spark) {
    if (spark.master().startsWith(SCHEME)) {
      var watch = new Thread(() -> watch(spark), "cluster-watch");
      watch.setDaemon(true);
      watch.start();
    }
  }

  private static void watch(JavaSparkContext spark) {
    long lastThere = System.nanoTime();
    while (!spark.sc().isStopped()) {
      // The list includes the driver.
      boolean executors = spark.sc().statusTracker().getExecutorInfos().length > 1;
      if (executors || isReachable(spark.master())) {
        lastThere = System.nanoTime();
      } else if (System.nanoTime() - lastThere > PATIENCE.toNanos()) {
        String why =
            "because the cluster %s has been gone for %d s. Start a cluster and run the same command again, with --resume if it has that option"
                .formatted(spark.master(), PATIENCE.toSeconds());
        for (int job : spark.statusTracker().getActiveJobIds()) {
          spark.sc().cancelJob(job, why);
        }
      }
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private static boolean isReachable(String master) {
    return masters(master).stream().anyMatch(ClusterWatch::answers);
  }

  /** Returns the addresses of {@code spark://HOST:PORT,HOST:PORT}. */
  private static List<URI> masters(String master) {
    return Arrays.stream(master.substring(SCHEME.length()).split(",", -1))
        .map(address -> URI.create(SCHEME + address))
        .toList();
  }

  private static boolean answers(URI master) {
    try (var socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(master.getHost(), master.getPort()), ANSWER_WITHIN_MILLIS);
      return true;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }
}
