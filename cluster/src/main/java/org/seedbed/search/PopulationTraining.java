package org.seedbed.search;

import java.io.IOException;
import java.io.Serializable;
import java.util.function.LongConsumer;
import org.apache.hadoop.conf.Configuration;
import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.record.PopulationRecord;
import org.seedbed.record.RunFolder;

/** Trains a population to the end of a stage and commits it. Runs on an executor. */
@FunctionalInterface
public interface PopulationTraining extends Serializable {
  /** Trains by gradient steps. */
  PopulationTraining BY_STEPS =
      (job, experiment, run, configuration, seedSteps) ->
          new PopulationTask<>(ExperimentModel.of(experiment), run, configuration)
              .counting(seedSteps)
              .commit(job);

  /**
   * Trains the population, writes its state, then writes the record that commits it.
   *
   * @param seedSteps told the seed-steps that are taken
   */
  PopulationRecord commit(
      PopulationJob job,
      Experiment experiment,
      RunFolder run,
      Configuration configuration,
      LongConsumer seedSteps)
      throws IOException;
}
