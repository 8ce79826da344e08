package org.seedbed.restart;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.seedbed.dataset.DamagedFileException;
import org.seedbed.dataset.SerializedConfiguration;
import org.seedbed.store.RunFolder;

/**
 * Runs the populations of a stage as Spark tasks, one each. What an earlier run has committed and
 * verifies is not trained again. Driver.
 */
final class StageRunner {
  private static final long POLL_MILLIS = 200;

  private final JavaSparkContext spark;
  private final Experiment experiment;
  private final RunFolder run;
  private final SearchListener listener;

  StageRunner(
      JavaSparkContext spark, Experiment experiment, RunFolder run, SearchListener listener) {
    this.spark = spark;
    this.experiment = experiment;
    this.run = run;
    this.listener = listener;
  }

  /** All populations' records, by number. */
  List<PopulationRecord> run(List<PopulationJob> jobs) throws IOException {
    var records = new ArrayList<PopulationRecord>();
    var open = new ArrayList<PopulationJob>();
    for (var job : jobs) {
      var committed = committed(job);
      committed.ifPresent(record -> listener.populationDone(record, true));
      committed.ifPresentOrElse(records::add, () -> open.add(job));
    }
    if (!open.isEmpty()) {
      records.addAll(train(open));
    }
    records.sort(Comparator.comparingInt(PopulationRecord::number));
    return records;
  }

  /** The record of a population that is whole and is the one that is asked for. */
  private Optional<PopulationRecord> committed(PopulationJob job) throws IOException {
    var path = run.population(job.stage(), job.number());
    if (!run.exists(path)) {
      return Optional.empty();
    }
    try {
      var record = run.readJson(path, PopulationRecord.class);
      run.readVerified(run.state(job.stage(), job.number()), record.state());
      var seeds = record.outcomes().stream().map(SeedOutcome::seed).toList();
      if (seeds.equals(job.seeds()) && record.step() == job.untilStep()) {
        return Optional.of(record);
      }
      listener.note(path + " is of other seeds or steps: trained again");
    } catch (DamagedFileException e) {
      listener.note(e.getMessage() + " Training it again now.");
    }
    run.remove(path);
    return Optional.empty();
  }

  private List<PopulationRecord> train(List<PopulationJob> jobs) throws IOException {
    // Executors have working folders and default file systems of their own.
    Optional<String> data = Optional.empty();
    if (experiment.data().isPresent()) {
      data = Optional.of(qualified(new Path(experiment.data().get())));
    }
    String yaml = ExperimentFile.write(experiment.withData(data));
    String root = qualified(run.root());
    var configuration = new SerializedConfiguration(spark.hadoopConfiguration());
    Future<List<Integer>> done =
        spark
            .parallelize(jobs, jobs.size())
            .map(job -> runOnExecutor(job, yaml, root, configuration))
            .collectAsync();
    var pending = new ArrayList<>(jobs);
    var records = new ArrayList<PopulationRecord>();
    boolean finished = false;
    while (!finished) {
      finished = await(done);
      var committed = new HashSet<PopulationJob>();
      for (var job : pending) {
        var path = run.population(job.stage(), job.number());
        if (run.exists(path)) {
          var record = run.readJson(path, PopulationRecord.class);
          records.add(record);
          committed.add(job);
          listener.populationDone(record, false);
        }
      }
      pending.removeAll(committed);
    }
    if (!pending.isEmpty()) {
      throw new IOException(
          pending.size()
              + " populations ended, but their records are not in "
              + run.root()
              + ". Do executors write to the same storage? Give --out on one that all share.");
    }
    return records;
  }

  private String qualified(Path path) throws IOException {
    return path.getFileSystem(spark.hadoopConfiguration()).makeQualified(path).toString();
  }

  private static int runOnExecutor(
      PopulationJob job, String yaml, String root, SerializedConfiguration hadoop)
      throws IOException {
    var configuration = hadoop.get();
    var experiment = ExperimentModel.of(ExperimentFile.read(yaml, Map.of()));
    var run = RunFolder.at(new Path(root), configuration);
    return new PopulationTask<>(experiment, run, configuration).commit(job).number();
  }

  /** Waits a little; whether all is done. */
  private static boolean await(Future<List<Integer>> done) throws IOException {
    try {
      done.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while populations were training", e);
    } catch (ExecutionException e) {
      throw new IOException("a population failed: " + rootCause(e).getMessage(), e);
    }
  }

  /** What went wrong in the task, below what Spark wraps around it. */
  private static Throwable rootCause(Throwable thrown) {
    return thrown.getCause() == null ? thrown : rootCause(thrown.getCause());
  }
}
