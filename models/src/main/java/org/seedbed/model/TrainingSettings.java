package org.seedbed.model;

import org.seedbed.model.population.AdamSettings;
import org.seedbed.model.population.ScheduleState.ReduceOnPlateau;
import org.seedbed.task.Bounds;

/**
 * Training settings of a population, apart from its model and curriculum.
 *
 * @param batch examples per level and step, 1 or more; of the last level if shorter levels get more
 * @param checkEvery steps between points of the learning curve, 1 or more
 * @param checkExamples held-out examples per point, 1 or more
 * @param windowSteps steps over which training losses are averaged, 1 or more
 * @param adam the optimizer
 * @param reduceOnPlateau when to reduce a seed's learning rate
 */
public record TrainingSettings(
    int batch,
    int checkEvery,
    int checkExamples,
    int windowSteps,
    AdamSettings adam,
    ReduceOnPlateau reduceOnPlateau) {
  public static final TrainingSettings DEFAULTS =
      new TrainingSettings(32, 50, 64, 200, AdamSettings.DEFAULTS, ReduceOnPlateau.NEVER);

  public TrainingSettings {
    Bounds.check("batch", batch, 1, 65_536);
    Bounds.check("checkEvery", checkEvery, 1, Integer.MAX_VALUE);
    Bounds.check("checkExamples", checkExamples, 1, 1_000_000);
    Bounds.check("windowSteps", windowSteps, 1, Integer.MAX_VALUE);
  }
}
