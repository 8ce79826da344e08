package org.seedbed.search;

import org.seedbed.experiment.ExperimentModel;

/** What a training step of one seed costs on this machine. */
public final class StepCost {
  /** Seconds of one measurement. */
  private static final double EACH = 0.2;

  /** Measurements after which a cost counts as settled, whatever it does. */
  private static final int MOST = 25;

  /** A measurement that is lower by less than this share gains nothing. */
  private static final double SETTLED = 0.05;

  private StepCost() {}

  /**
   * Returns the core-seconds of a step on the last level: the least of dry runs, which are repeated
   * until two in a row gain nothing. The first ones of a process are slow, until its code is
   * compiled.
   */
  public static double coreSeconds(ExperimentModel<?> experiment) {
    var dryRun = new DryRun<>(experiment, 1);
    double least = Double.POSITIVE_INFINITY;
    int without = 0;
    for (int i = 0; i < MOST && without < 2; i++) {
      double seconds = 1 / dryRun.seedStepsPerSecond(EACH);
      without = seconds < (1 - SETTLED) * least ? 0 : without + 1;
      least = Math.min(least, seconds);
    }
    return least * experiment.experiment().search().threads();
  }
}
