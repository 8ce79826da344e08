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
 * Results of a Spark job as its tasks end, one a partition, in whatever order. Closing it cancels
 * what still runs. Driver.
 */
final class TaskResults implements AutoCloseable {
  private static final long POLL_MILLIS = 100;

  private final BlockingQueue<Integer> ended = new LinkedBlockingQueue<>();
  private final SimpleFutureAction<BoxedUnit> job;

  private TaskResults(JavaSparkContext spark, JavaRDD<Integer> tasks) {
    var partitions =
        JavaConverters.asScalaBuffer(
            IntStream.range(0, tasks.getNumPartitions()).<Object>mapToObj(i -> i).toList());
    // Scala's functions are lambdas to Java, but only travel if they are told to.
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
   * Waits for the next result; empty once all were given.
   *
   * @throws IOException when a task failed for good
   */
  Optional<Integer> next() throws IOException {
    try {
      while (true) {
        // Asked before the queue is: what is there now was there when the job ended.
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

  /** What went wrong in the task, below what Spark wraps around it. */
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
