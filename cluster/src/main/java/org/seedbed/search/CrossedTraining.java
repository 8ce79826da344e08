package org.seedbed.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.record.CrossedResult;
import org.seedbed.record.PopulationPlan;
import org.seedbed.record.RunFolder;
import org.seedbed.record.RunRecords;
import org.seedbed.task.ExampleKey;

/**
 * Trains initializations crossed with data seeds: each initialization under each data seed, none
 * pruned. Populations are committed as those of a search are, so a killed training resumes where it
 * stopped. Runs on the driver.
 */
public final class CrossedTraining {
  private static final int USUAL_DATA_SEEDS = 8;

  private final JavaSparkContext spark;
  private final ExperimentModel<?> experiment;
  private final RunFolder run;
  private final SearchListener listener;

  private CrossedTraining(
      JavaSparkContext spark, Experiment experiment, RunFolder run, SearchListener listener) {
    this.spark = spark;
    this.experiment = ExperimentModel.of(experiment);
    this.run = run;
    this.listener = listener;
  }

  /** Opens the training of a folder, which is begun or new. */
  static CrossedTraining open(
      JavaSparkContext spark, Experiment experiment, RunFolder run, SearchListener listener)
      throws IOException {
    if (run.exists(run.experiment())) {
      return new CrossedTraining(spark, RunRecords.experiment(run), run, listener);
    }
    run.create();
    var decided = new RunStart(spark, listener).decided(ExperimentModel.of(experiment));
    RunRecords.writeExperiment(run, decided);
    return new CrossedTraining(spark, decided, run, listener);
  }

  /**
   * Trains all pairs that are not committed yet, and writes the result.
   *
   * @param count number of data seeds
   */
  public CrossedResult run(int count) throws IOException {
    new RunStart(spark, listener).provenance(experiment, run, Optional.empty());
    var settings = experiment.experiment();
    var search = settings.search();
    var dataSeeds =
        LongStream.range(0, count)
            .mapToObj(i -> ExampleKey.of("cross").with(settings.dataSeed()).with(i).value())
            .toList();
    // Not by their number, so that more data seeds can be added.
    int slotsOfOne = Math.max(1, search.slots().orElseThrow() / USUAL_DATA_SEEDS);
    var packed =
        PopulationPlan.pack(settings.seeds().all(), search.width().orElseThrow(), slotsOfOne);
    var jobs = new ArrayList<PopulationJob>();
    for (long dataSeed : dataSeeds) {
      for (var seeds : packed) {
        jobs.add(
            PopulationJob.ofConfirmation(
                RunFolder.CROSS, jobs.size(), seeds, search.lastStep(), dataSeed));
      }
    }
    int pairs = settings.seeds().count() * count;
    listener.stageStarts("cross", pairs, jobs.size(), (long) pairs * search.lastStep());
    var records =
        new StageRunner(spark, settings, run, listener, PopulationTraining.BY_STEPS).run(jobs);
    var solved = new HashMap<Long, List<Boolean>>();
    for (var record : records) {
      for (var outcome : record.outcomes()) {
        solved.computeIfAbsent(outcome.seed(), s -> new ArrayList<>()).add(outcome.solved());
      }
    }
    var rows =
        settings.seeds().all().stream()
            .map(seed -> new CrossedResult.Row(seed, solved.get(seed)))
            .toList();
    var result = CrossedResult.of(settings, dataSeeds, rows);
    run.writeJson(run.crossed(), result);
    return result;
  }
}
