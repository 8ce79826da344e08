package org.seedbed.statistics;

import java.util.Arrays;

/**
 * A confidence interval by bootstrap: quantiles of a figure over resamples.
 *
 * @param low lower end
 * @param high upper end
 */
public record ResampledInterval(double low, double high) {
  /** Error of an interval of 95 % confidence. */
  public static final double USUAL_ERROR = 0.05;

  /**
   * Returns the interval of a figure's values.
   *
   * @param values one per resample, in any order
   * @param error probability that the interval misses the truth, in (0, 1)
   */
  public static ResampledInterval of(double[] values, double error) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new ResampledInterval(
        sorted[(int) (error / 2 * sorted.length)],
        sorted[(int) Math.ceil((1 - error / 2) * sorted.length) - 1]);
  }
}
