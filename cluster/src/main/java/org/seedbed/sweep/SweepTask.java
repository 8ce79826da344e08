package org.seedbed.sweep;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.model.LearningCurve;
import org.seedbed.record.RunFolder;
import org.seedbed.record.SeedOutcome;
import org.seedbed.search.PopulationJob;
import org.seedbed.search.PopulationTask;

/** Trains the seeds of several settings as one population. Runs on an executor. */
final class SweepTask {
  private SweepTask() {}

  static SweepRecord train(SweepJob job, String yaml, RunFolder run, Configuration hadoop)
      throws IOException {
    long started = System.nanoTime();
    var experiments = new HashMap<Integer, Experiment>();
    job.settings().forEach(s -> experiments.put(s.number(), SweepFile.experiment(yaml, s)));
    var members = job.ofMembers().stream().map(s -> experiments.get(s).ofMember()).toList();
    var any = experiments.get(job.ofMembers().get(0));
    var population =
        new PopulationJob(
            job.stage(),
            job.number(),
            job.seeds(),
            List.of(),
            job.untilStep(),
            any.dataSeed(),
            false);
    var trained =
        new PopulationTask<>(ExperimentModel.of(any), run, hadoop).train(population, members);
    return new SweepRecord(
        job.stage(),
        job.number(),
        job.untilStep(),
        job.ofMembers(),
        trained.outcomes().stream().map(SweepTask::withoutCurve).toList(),
        trained.kernelSeconds(),
        (System.nanoTime() - started) / 1e9);
  }

  /** A sweep has too many seeds to keep their curves. */
  private static SeedOutcome withoutCurve(SeedOutcome outcome) {
    return new SeedOutcome(
        outcome.seed(),
        outcome.divergedAt(),
        outcome.parkedAt(),
        outcome.score(),
        outcome.generalizes(),
        outcome.proved(),
        outcome.parametersSha256(),
        new LearningCurve(List.of()));
  }
}
