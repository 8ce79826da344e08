package org.seedbed.sweep;

import java.io.IOException;
import java.util.HashMap;
import java.util.function.LongConsumer;
import org.apache.hadoop.conf.Configuration;
import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.record.RunFolder;
import org.seedbed.record.SeedOutcome;
import org.seedbed.search.PopulationJob;
import org.seedbed.search.PopulationTask;

/** Trains the seeds of several settings as one population. Runs on an executor. */
final class SweepTask {
  private SweepTask() {}

  static SweepRecord train(
      SweepJob job, String yaml, RunFolder run, Configuration hadoop, LongConsumer seedSteps)
      throws IOException {
    long started = System.nanoTime();
    var experiments = new HashMap<Integer, Experiment>();
    job.settings().forEach(s -> experiments.put(s.number(), SweepFile.experiment(yaml, s)));
    var members = job.ofMembers().stream().map(s -> experiments.get(s).ofMember()).toList();
    var any = experiments.get(job.ofMembers().get(0));
    var population =
        PopulationJob.ofConfirmation(
            job.stage(), job.number(), job.seeds(), job.untilStep(), any.dataSeed());
    var model = ExperimentModel.of(any);
    var trained =
        new PopulationTask<>(model, run, hadoop).counting(seedSteps).train(population, members);
    var work =
        trained.outcomes().stream()
            .map(
                outcome ->
                    outcome
                        .curve()
                        .work(
                            model.curriculum(),
                            any.dataSeed(),
                            SweepRecord.stepsOf(outcome, job.untilStep()),
                            any.training().batch()))
            .toList();
    return SweepRecord.of(
        job,
        trained.outcomes().stream().map(SeedOutcome::withoutCurve).toList(),
        work,
        trained.kernelSeconds(),
        (System.nanoTime() - started) / 1e9);
  }
}
