package org.seedbed.model.population;

import java.util.OptionalDouble;
import org.seedbed.model.population.ScheduleState.Plateau;
import org.seedbed.model.population.ScheduleState.ReduceOnPlateau;

/**
 * A seed's loss of one training step.
 *
 * @param loss mean over the step's examples, without the cost
 * @param cost unweighted additional cost whose weight depends on past losses, such as that of
 *     saturation; empty if there is none
 */
public record StepLoss(double loss, OptionalDouble cost) {
  /** Whether training depends on the means of such losses over windows of steps. */
  public boolean matters(ReduceOnPlateau rule) {
    return cost.isPresent() || rule.of() != Plateau.CHECKS;
  }

  /** A loss without such a cost. */
  public static StepLoss of(double loss) {
    return new StepLoss(loss, OptionalDouble.empty());
  }
}
