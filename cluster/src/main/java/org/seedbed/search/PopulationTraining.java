package org.seedbed.search;

import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.record.PopulationRecord;
import org.seedbed.record.RunFolder;

/** How an executor brings a population to the end of a stage and commits it. */
@FunctionalInterface
public interface PopulationTraining extends Serializable {
  /** Trains it. */
  PopulationTraining BY_STEPS =
      (job, experiment, run, configuration) ->
          new PopulationTask<>(ExperimentModel.of(experiment), run, configuration).commit(job);

  /** Writes the state, then the record that commits it. Executor. */
  PopulationRecord commit(
      PopulationJob job, Experiment experiment, RunFolder run, Configuration configuration)
      throws IOException;
}
