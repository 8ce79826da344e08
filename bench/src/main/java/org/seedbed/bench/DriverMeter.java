package org.seedbed.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.stream.LongStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.seedbed.serialization.SeedbedRegistrator;

/** Measures what a driver spends while its tasks, in the same process, do next to nothing. */
final class DriverMeter {
  private long cpuBefore;
  private long wallBefore;

  /** Starts a Spark of two tasks in this process. */
  static JavaSparkContext spark(String name) {
    var conf =
        new SparkConf()
            .setMaster("local[2]")
            .setAppName(name)
            .set("spark.ui.enabled", "false")
            .set("spark.driver.bindAddress", "127.0.0.1")
            .set("spark.driver.host", "localhost");
    SeedbedRegistrator.configure(conf);
    return new JavaSparkContext(conf);
  }

  /** Begins a measurement. */
  void begin() {
    cpuBefore = cpuNanos();
    wallBefore = System.nanoTime();
  }

  double wallSeconds() {
    return (System.nanoTime() - wallBefore) / 1e9;
  }

  double cpuSeconds() {
    return (cpuNanos() - cpuBefore) / 1e9;
  }

  /**
   * Returns the CPU time of the process, including JIT and garbage collection, without task
   * threads.
   */
  private static long cpuNanos() {
    var threads = ManagementFactory.getThreadMXBean();
    long tasks =
        LongStream.of(threads.getAllThreadIds())
            .filter(
                id -> {
                  var info = threads.getThreadInfo(id);
                  return info != null && info.getThreadName().startsWith("Executor task launch");
                })
            .map(id -> Math.max(0, threads.getThreadCpuTime(id)))
            .sum();
    var process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return process.getProcessCpuTime() - tasks;
  }

  /** Returns the bytes of the heap after a collection. */
  static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
