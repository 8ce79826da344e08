package org.seedbed.sweep;

import java.io.IOException;
import java.io.Serializable;
import java.util.function.LongConsumer;
import org.apache.hadoop.conf.Configuration;
import org.seedbed.record.RunFolder;

/** Trains a population of a sweep. Runs on an executor. */
@FunctionalInterface
public interface SweepTraining extends Serializable {
  /** Trains by gradient steps. */
  SweepTraining BY_STEPS = SweepTask::train;

  /**
   * Returns the record of the trained population, without writing it.
   *
   * @param yaml the default setting, with every value
   * @param seedSteps told the seed-steps that are taken
   */
  SweepRecord train(
      SweepJob job, String yaml, RunFolder run, Configuration hadoop, LongConsumer seedSteps)
      throws IOException;
}
