package org.seedbed.model.population;

/**
 * A seed's loss of one training step.
 *
 * @param loss mean over the step's examples, without the cost
 * @param cost unweighted additional cost whose weight may depend on past losses, such as that of
 *     saturation; 0 if the model has none
 */
public record StepLoss(double loss, double cost) {
  /** A loss of a model without such a cost. */
  public static StepLoss of(double loss) {
    return new StepLoss(loss, 0);
  }
}
