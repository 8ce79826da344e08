package org.seedbed.job;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** The Spark context of this process: the one spark-submit asks for, or one embedded. */
final class Spark {
  private Spark() {}

  /**
   * Opens it; close it.
   *
   * @param threads that one task uses, so that an embedded Spark runs as many tasks as fit the
   *     cores
   */
  static JavaSparkContext open(String name, int threads) {
    var conf = new SparkConf().setAppName(name).setIfMissing("spark.ui.enabled", "false");
    int slots = Math.max(1, Runtime.getRuntime().availableProcessors() / threads);
    conf.setIfMissing("spark.master", "local[" + slots + "]");
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    if (conf.get("spark.master").startsWith("local")) {
      conf.setIfMissing("spark.driver.host", "localhost");
      conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
    } else {
      conf.setIfMissing("spark.task.cpus", String.valueOf(threads));
    }
    return new JavaSparkContext(conf);
  }
}
