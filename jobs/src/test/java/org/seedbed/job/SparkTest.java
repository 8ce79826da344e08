package org.seedbed.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SparkTest {
  @Test
  void executorsAreStartedWithTheFlagsOfTheEngine() {
    assertThat(Spark.executorOptions(""))
        .isEqualTo("--add-modules=jdk.incubator.vector -XX:+UseG1GC -XX:G1HeapRegionSize=1m");
    assertThat(Spark.executorOptions("-Xss2m"))
        .isEqualTo(
            "-Xss2m --add-modules=jdk.incubator.vector -XX:+UseG1GC -XX:G1HeapRegionSize=1m");
  }

  @Test
  void flagsThatAUserGaveStay() {
    // Two collectors, or a flag given twice with other values, keep a JVM from starting.
    assertThat(Spark.executorOptions("-XX:+UseZGC -Da=b --add-modules=jdk.incubator.vector"))
        .isEqualTo("-XX:+UseZGC -Da=b --add-modules=jdk.incubator.vector -XX:G1HeapRegionSize=1m");
    assertThat(Spark.executorOptions("-XX:G1HeapRegionSize=4m"))
        .isEqualTo("-XX:G1HeapRegionSize=4m --add-modules=jdk.incubator.vector -XX:+UseG1GC");
  }

  /** Spark would give up its only executor, this process, after a sleep of two minutes. */
  @Test
  void aLocalExecutorThatSleepsForADayIsNotLost() {
    var local = Spark.configuration("test", 1);
    assertThat(local.getTimeAsSeconds("spark.network.timeout", "120s"))
        .isBetween(86_400L, Integer.MAX_VALUE / 1000L);
  }

  /** There an executor that says nothing is lost, and others must take over soon. */
  @Test
  void aClusterKeepsTheTimeoutThatSparkHasOrAUserGave() {
    try {
      System.setProperty("spark.master", "spark://driver:7077");
      assertThat(Spark.configuration("test", 1).contains("spark.network.timeout")).isFalse();
      System.setProperty("spark.network.timeout", "300s");
      assertThat(Spark.configuration("test", 1).get("spark.network.timeout")).isEqualTo("300s");
    } finally {
      System.clearProperty("spark.master");
      System.clearProperty("spark.network.timeout");
    }
  }
}
