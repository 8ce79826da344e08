package org.seedbed.dataset;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Spark in a test's own process, on its loopback address. */
public final class LocalSpark {
  private LocalSpark() {}

  /** Its configuration, with so many tasks at a time. */
  public static SparkConf conf(int cores) {
    return new SparkConf()
        .setMaster("local[" + cores + "]")
        .setAppName("test")
        .set("spark.ui.enabled", "false")
        .set("spark.driver.bindAddress", "127.0.0.1")
        .set("spark.driver.host", "localhost");
  }

  /** Starts it; close it. */
  public static JavaSparkContext start(int cores) {
    return new JavaSparkContext(conf(cores));
  }
}
