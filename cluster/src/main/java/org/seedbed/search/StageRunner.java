package org.seedbed.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.ExperimentFile;
import org.seedbed.files.DamagedFileException;
import org.seedbed.files.SerializedConfiguration;
import org.seedbed.record.PopulationRecord;
import org.seedbed.record.RunFolder;

/**
 * Runs the populations of a stage, one Spark task per population. Populations that an earlier
 * session committed are verified and not trained again. Runs on the driver.
 */
final class StageRunner {
  private static final int STATES_A_TASK = 16;
  private static final int MOST_TASKS_TO_VERIFY = 2000;

  private final JavaSparkContext spark;
  private final Experiment experiment;
  private final RunFolder run;
  private final SearchListener listener;
  private final PopulationTraining training;

  StageRunner(
      JavaSparkContext spark,
      Experiment experiment,
      RunFolder run,
      SearchListener listener,
      PopulationTraining training) {
    this.spark = spark;
    this.experiment = experiment;
    this.run = run;
    this.listener = listener;
    this.training = training;
  }

  /** Returns the records of all populations, ordered by number. */
  List<PopulationRecord> run(List<PopulationJob> jobs) throws IOException {
    return run(jobs, first -> false);
  }

  /**
   * Returns the records of the populations, ordered by number: those of the first ones that are
   * enough, or of all. Those that have not begun are then cancelled.
   *
   * @param enough told the first one, two, … records; whether they are enough must depend on
   *     nothing else
   */
  List<PopulationRecord> run(List<PopulationJob> jobs, Predicate<List<PopulationRecord>> enough)
      throws IOException {
    var first = new FirstPopulations(jobs.get(0).number(), enough);
    var open = new ArrayList<PopulationJob>();
    var runner =
        new JobRunner<>(
            spark,
            run,
            jobs.get(0).stage(),
            new JobRunner.Records<>(
                PopulationRecord.class, PopulationJob::number, StageRunner::isOf));
    var committed = whole(runner.committed(jobs, listener::note));
    for (var job : jobs) {
      var record = Optional.ofNullable(committed.get(job.number()));
      record.ifPresent(r -> listener.populationDone(r, true));
      record.ifPresentOrElse(first::add, () -> open.add(job));
    }
    if (!open.isEmpty() && !first.areEnough()) {
      runner.run(
          open,
          task(),
          listener::seedStepsInTraining,
          record -> {
            first.add(record);
            listener.populationDone(record, false);
            return first.areEnough();
          });
    }
    return first.records();
  }

  private static boolean isOf(PopulationJob job, PopulationRecord record) {
    return record.stage().equals(job.stage())
        && record.number() == job.number()
        && record.seeds().equals(job.seeds())
        && record.step() == job.untilStep();
  }

  /** Returns the records whose states are intact. Executors read the states, not the driver. */
  private Map<Integer, PopulationRecord> whole(List<PopulationRecord> candidates)
      throws IOException {
    if (candidates.isEmpty()) {
      return Map.of();
    }
    var sources = candidates.stream().map(PopulationJob.Source::of).toList();
    String root = JobRunner.qualified(spark, run.root());
    var configuration = new SerializedConfiguration(spark.hadoopConfiguration());
    int tasks = Math.max(1, Math.min(sources.size() / STATES_A_TASK, MOST_TASKS_TO_VERIFY));
    var damaged =
        spark
            .parallelize(sources, tasks)
            .flatMap(source -> damage(source, root, configuration).iterator())
            .collect();
    var whole = new HashMap<Integer, PopulationRecord>();
    candidates.forEach(record -> whole.put(record.number(), record));
    for (var damage : damaged) {
      listener.note(damage.message() + " Training it again now.");
      run.remove(run.population(candidates.get(0).stage(), damage.number()));
      whole.remove(damage.number());
    }
    return whole;
  }

  private static List<DamagedState> damage(
      PopulationJob.Source source, String root, SerializedConfiguration hadoop) throws IOException {
    var run = RunFolder.at(new Path(root), hadoop.get());
    try {
      run.readVerified(run.state(source.stage(), source.number()), source.committed());
      return List.of();
    } catch (DamagedFileException e) {
      return List.of(new DamagedState(source.number(), e.getMessage()));
    }
  }

  private JobRunner.Task<PopulationJob> task() throws IOException {
    Optional<String> data = Optional.empty();
    if (experiment.data().isPresent()) {
      data = Optional.of(JobRunner.qualified(spark, new Path(experiment.data().get())));
    }
    String yaml = ExperimentFile.write(experiment.withData(data));
    var trainedBy = training;
    return (job, folder, hadoop, seedSteps) ->
        trainedBy
            .commit(job, ExperimentFile.read(yaml, Map.of()), folder, hadoop, seedSteps)
            .number();
  }
}
