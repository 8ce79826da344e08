package org.seedbed.search;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;
import org.seedbed.files.DamagedFileException;
import org.seedbed.files.LeaseClaim;
import org.seedbed.files.SerializedConfiguration;
import org.seedbed.record.RunFolder;

/**
 * Runs jobs as Spark tasks, one each. A job commits a record, from which the next session takes it.
 * Runs on the driver.
 *
 * @param <J> type of the jobs
 * @param <R> type of their records
 */
public final class JobRunner<J extends Serializable, R> {
  private final JavaSparkContext spark;
  private final RunFolder run;
  private final String stage;
  private final Records<J, R> records;

  /**
   * How jobs and their records belong together.
   *
   * @param type of the records
   * @param number of a job in its stage
   * @param isOf whether a record is of a job
   */
  public record Records<J, R>(Class<R> type, ToIntFunction<J> number, BiPredicate<J, R> isOf) {}

  /** Does a job and commits its record. Runs on an executor. */
  @FunctionalInterface
  public interface Task<J> extends Serializable {
    /**
     * Returns the job's number in its stage.
     *
     * @param seedSteps told the seed-steps that are taken
     */
    int commit(J job, RunFolder run, Configuration hadoop, LongConsumer seedSteps)
        throws IOException;
  }

  /**
   * @param stage of the jobs, in which their records are
   */
  public JobRunner(JavaSparkContext spark, RunFolder run, String stage, Records<J, R> records) {
    this.spark = spark;
    this.run = run;
    this.stage = stage;
    this.records = records;
  }

  /**
   * Returns the records that earlier sessions committed for these jobs, in their order. Records of
   * other jobs and damaged ones are removed.
   *
   * @param note told what was removed
   */
  public List<R> committed(List<J> jobs, Consumer<String> note) throws IOException {
    var recorded = run.names(run.stage(stage));
    var committed = new ArrayList<R>();
    for (var job : jobs) {
      var path = run.population(stage, records.number().applyAsInt(job));
      if (!recorded.contains(path.getName())) {
        continue;
      }
      try {
        var record = run.readJson(path, records.type());
        if (records.isOf().test(job, record)) {
          committed.add(record);
          continue;
        }
        note.accept(path + " is of another population. Training it again now.");
      } catch (DamagedFileException e) {
        note.accept(e.getMessage() + " Training it again now.");
      }
      run.remove(path);
    }
    return committed;
  }

  /**
   * Runs jobs until all are done, or enough are; those that have not begun are then cancelled.
   *
   * @param inTraining told from time to time how many seed-steps the jobs that have not ended have
   *     taken; called by another thread
   * @param done told each record, in the order in which jobs end; returns whether they are enough
   */
  public void run(List<J> jobs, Task<J> task, LongConsumer inTraining, Predicate<R> done)
      throws IOException {
    try (var counter = SeedStepCounter.on(spark, inTraining);
        var ended = TaskResults.of(spark, tasks(jobs, task, counter.counts()))) {
      for (var one = ended.next(); one.isPresent(); one = ended.next()) {
        if (done.test(recorded(one.get()))) {
          return;
        }
      }
    }
  }

  private JavaRDD<Integer> tasks(List<J> jobs, Task<J> task, LongAccumulator seedSteps)
      throws IOException {
    // Executors may have another working folder and default file system, so paths are qualified.
    String root = qualified(spark, run.root());
    var configuration = new SerializedConfiguration(spark.hadoopConfiguration());
    // A list of ids, because an Optional cannot be sent.
    var claim = run.claim().map(LeaseClaim::id).stream().toList();
    return spark
        .parallelize(jobs, jobs.size())
        .map(
            job -> {
              var folder = RunFolder.at(new Path(root), configuration.get());
              var guarded =
                  claim.isEmpty() ? folder : folder.guardedBy(new LeaseClaim(claim.get(0)));
              return task.commit(job, guarded, configuration.get(), seedSteps::add);
            });
  }

  private R recorded(int number) throws IOException {
    var path = run.population(stage, number);
    if (!run.exists(path)) {
      throw new IOException(
          "Population %d has finished, but its record is not in %s. Executors may write to other storage. Give an --out that driver and executors share."
              .formatted(number, run.root()));
    }
    return run.readJson(path, records.type());
  }

  /** Returns a path that is the same on every machine. */
  static String qualified(JavaSparkContext spark, Path path) throws IOException {
    return path.getFileSystem(spark.hadoopConfiguration()).makeQualified(path).toString();
  }
}
