package org.seedbed.search;

import org.seedbed.experiment.ExperimentModel;

/** What a training step of one seed costs on this machine. */
public final class StepCost {
  private StepCost() {}

  /**
   * Returns the core-seconds of a step on the last level, by a dry run.
   *
   * @param seconds that the dry run takes
   */
  public static double coreSeconds(ExperimentModel<?> experiment, double seconds) {
    double rate = new DryRun<>(experiment, 1).seedStepsPerSecond(seconds);
    return experiment.experiment().search().threads() / rate;
  }
}
