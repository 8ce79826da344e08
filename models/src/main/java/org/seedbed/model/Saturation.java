package org.seedbed.model;

/**
 * How saturated a seed's nonlinearities are on a batch, and what that costs.
 *
 * @param gates share of its gates, 0 … 1, whose input is beyond the limit: of every gate at every
 *     time step
 * @param costWeight present weight of the cost, 0 or more
 * @param costShare share of the weighted cost in the loss that includes it, 0 … 1
 */
public record Saturation(double gates, double costWeight, double costShare) {
  /**
   * Returns the saturation of a seed.
   *
   * @param gates share of its gates whose input is beyond the limit, 0 … 1
   * @param costWeight weight of the cost
   * @param cost unweighted
   * @param loss without the cost
   */
  public static Saturation of(double gates, double costWeight, double cost, double loss) {
    double weighted = costWeight * cost;
    return new Saturation(gates, costWeight, weighted == 0 ? 0 : weighted / (loss + weighted));
  }
}
