package org.seedbed.search;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.util.LongAccumulator;
import scala.collection.JavaConverters;

/**
 * Counts the seed-steps of populations in training. Executors send their counts with their
 * heartbeats, every 10 s by default. Runs on the driver.
 */
final class SeedStepCounter extends SparkListener implements AutoCloseable {
  private final JavaSparkContext spark;
  private final LongConsumer inTraining;
  private final LongAccumulator counts;
  private final Map<Long, Long> ofTasks = new HashMap<>();

  private SeedStepCounter(JavaSparkContext spark, LongConsumer inTraining) {
    this.spark = spark;
    this.inTraining = inTraining;
    this.counts = spark.sc().longAccumulator("seed-steps");
  }

  /**
   * Starts to listen.
   *
   * @param inTraining told at each heartbeat how many seed-steps the populations that are in
   *     training have taken; called by a thread of Spark
   */
  static SeedStepCounter on(JavaSparkContext spark, LongConsumer inTraining) {
    var counter = new SeedStepCounter(spark, inTraining);
    spark.sc().addSparkListener(counter);
    return counter;
  }

  /** Returns what tasks add their seed-steps to. It can be sent to executors. */
  LongAccumulator counts() {
    return counts;
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate heartbeat) {
    boolean counted = false;
    for (var ofTask : JavaConverters.asJavaIterable(heartbeat.accumUpdates())) {
      for (var update : JavaConverters.asJavaIterable(ofTask._4())) {
        if (update.id() == counts.id()) {
          ofTasks.put((Long) ofTask._1(), (Long) update.update().get());
          counted = true;
        }
      }
    }
    if (counted) {
      inTraining.accept(ofTasks.values().stream().mapToLong(taken -> taken).sum());
    }
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    ofTasks.remove(end.taskInfo().taskId());
  }

  @Override
  public void close() {
    spark.sc().removeSparkListener(this);
  }
}
