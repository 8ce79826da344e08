package org.seedbed.search;

import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Function0;
import scala.Function1;
import scala.Function2;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.runtime.BoxedUnit;

/**
 * The results of a Spark job, one per partition, in the order in which its tasks finish. Closing
 * cancels the remaining tasks. Runs on the driver.
 */
final class TaskResults implements AutoCloseable {
  private static final long POLL_MILLIS = 100;

  private final BlockingQueue<Integer> ended = new LinkedBlockingQueue<>();
  private final SimpleFutureAction<BoxedUnit> job;

  private TaskResults(JavaSparkContext spark, JavaRDD<Integer> tasks) {
    var partitions =
        JavaConverters.asScalaBuffer(
            IntStream.range(0, tasks.getNumPartitions()).<Object>mapToObj(i -> i).toList());
    // A Java lambda for a Scala function is serializable only with an explicit cast.
    var only = (Function1<Iterator<Integer>, Integer> & Serializable) Iterator::next;
    Function2<Object, Integer, BoxedUnit> take =
        (partition, result) -> {
          ended.add(result);
          return BoxedUnit.UNIT;
        };
    Function0<BoxedUnit> nothing = () -> BoxedUnit.UNIT;
    job = spark.sc().submitJob(tasks.rdd(), only, partitions, take, nothing);
  }

  /** Starts the job. */
  static TaskResults of(JavaSparkContext spark, JavaRDD<Integer> tasks) {
    return new TaskResults(spark, tasks);
  }

  /**
   * Waits for the next result. Empty once all results have been returned.
   *
   * @throws IOException if a task failed after all its attempts
   */
  Optional<Integer> next() throws IOException {
    try {
      while (true) {
        // Read before the queue is polled: once the job is complete, all results are in the queue.
        boolean completed = job.isCompleted();
        var result = ended.poll(completed ? 0 : POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (result != null) {
          return Optional.of(result);
        }
        if (completed) {
          checkFailure();
          return Optional.empty();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while populations were training", e);
    }
  }

  private void checkFailure() throws IOException {
    var outcome = job.value().get();
    if (outcome.isFailure()) {
      var failure = outcome.failed().get();
      throw new IOException("a population failed: " + rootCause(failure).getMessage(), failure);
    }
  }

  /** Returns the task's own failure, without the exceptions that Spark wraps around it. */
  private static Throwable rootCause(Throwable thrown) {
    return thrown.getCause() == null ? thrown : rootCause(thrown.getCause());
  }

  @Override
  public void close() {
    if (!job.isCompleted()) {
      job.cancel();
    }
  }
}
