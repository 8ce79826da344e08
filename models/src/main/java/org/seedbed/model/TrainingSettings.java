package org.seedbed.model;

import org.seedbed.model.population.AdamSettings;
import org.seedbed.model.population.ScheduleState.ReduceOnPlateau;

/**
 * Training settings of a population, apart from its model and curriculum.
 *
 * @param batch examples per level and step, 1 or more; of the last level if shorter levels get more
 * @param checkEvery steps between points of the learning curve, 1 or more
 * @param checkExamples held-out examples per point, 1 or more
 * @param adam the optimizer
 * @param reduceOnPlateau when to reduce a seed's learning rate
 */
public record TrainingSettings(
    int batch,
    int checkEvery,
    int checkExamples,
    AdamSettings adam,
    ReduceOnPlateau reduceOnPlateau) {
  public static final TrainingSettings DEFAULTS =
      new TrainingSettings(32, 50, 64, AdamSettings.DEFAULTS, ReduceOnPlateau.NEVER);

  public TrainingSettings {
    check("batch", batch);
    check("checkEvery", checkEvery);
    check("checkExamples", checkExamples);
  }

  private static void check(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + ", must be 1 or more");
    }
  }
}
