package org.seedbed.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;

/**
 * The ratio of two costs per solved seed that were counted on the same seeds, by bootstrap over
 * seeds.
 *
 * @param ratio second cost over first
 * @param low lower end of the confidence interval
 * @param high upper end of the confidence interval; infinite if the second may solve none
 */
public record CostRatio(double ratio, double low, double high) {
  private static final int RESAMPLES = 4_000;

  /** Resamples beyond each end of the interval. */
  private static final int IN_A_TAIL = 20;

  /**
   * A seed under both settings.
   *
   * @param firstCost of its training, in any unit
   * @param firstSolved whether it solved the task
   * @param secondCost in the same unit
   * @param secondSolved whether it solved the task
   */
  public record Pair(
      double firstCost, boolean firstSolved, double secondCost, boolean secondSolved) {}

  /**
   * Computes the ratio. Empty if neither setting solved the task.
   *
   * @param error probability that the interval misses it, in (0, 1)
   */
  public static Optional<CostRatio> of(List<Pair> pairs, double error) {
    double ratio = ratio(pairs, i -> i);
    if (Double.isNaN(ratio)) {
      return Optional.empty();
    }
    var random = new SplittableRandom(1);
    int resamples = (int) Math.max(RESAMPLES, 2 * IN_A_TAIL / error);
    double[] resampled = new double[resamples];
    int count = 0;
    for (int r = 0; r < resamples; r++) {
      double one = ratio(pairs, i -> random.nextInt(pairs.size()));
      if (!Double.isNaN(one)) {
        resampled[count++] = one;
      }
    }
    var interval = ResampledInterval.of(Arrays.copyOf(resampled, count), error);
    return Optional.of(new CostRatio(ratio, interval.low(), interval.high()));
  }

  private static double ratio(List<Pair> pairs, IntUnaryOperator draw) {
    double firstCost = 0;
    double secondCost = 0;
    int firstSolved = 0;
    int secondSolved = 0;
    for (int i = 0; i < pairs.size(); i++) {
      var pair = pairs.get(draw.applyAsInt(i));
      firstCost += pair.firstCost();
      secondCost += pair.secondCost();
      firstSolved += pair.firstSolved() ? 1 : 0;
      secondSolved += pair.secondSolved() ? 1 : 0;
    }
    // 0 if the first setting solved none, infinite if the second did not.
    return secondCost / secondSolved / (firstCost / firstSolved);
  }
}
