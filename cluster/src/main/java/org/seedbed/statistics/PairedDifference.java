package org.seedbed.statistics;

import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The difference of two shares that were counted on the same seeds (Newcombe, "Improved confidence
 * intervals for the difference between binomial proportions based on paired data", 1998, method
 * 10).
 *
 * @param difference second share minus first
 * @param low lower end of the confidence interval
 * @param high upper end of the confidence interval
 * @param pvalue of McNemar's exact test, two-sided
 */
public record PairedDifference(double difference, double low, double high, double pvalue) {
  /**
   * Seeds by their results.
   *
   * @param both solved the task
   * @param first only the first setting solved it
   * @param second only the second setting solved it
   * @param neither solved it
   */
  public record Pairs(int both, int first, int second, int neither) {
    /** Returns the number of seeds. */
    public int all() {
      return both + first + second + neither;
    }
  }

  /**
   * Computes the difference.
   *
   * @param error probability that the interval misses it, in (0, 1)
   */
  public static PairedDifference of(Pairs pairs, double error) {
    if (pairs.all() == 0) {
      throw new IllegalArgumentException("no pairs, must be one or more");
    }
    double z = NormalDistribution.of(0, 1).inverseSurvivalProbability(error / 2);
    double n = pairs.all();
    double a = (pairs.both() + pairs.first()) / n;
    double b = (pairs.both() + pairs.second()) / n;
    var ofA = WilsonInterval.ofShare(a, n, z);
    var ofB = WilsonInterval.ofShare(b, n, z);
    double phi = correlation(pairs);
    return new PairedDifference(
        b - a,
        b - a - distance(b - ofB.low(), ofA.high() - a, phi),
        b - a + distance(ofB.high() - b, a - ofA.low(), phi),
        pvalue(pairs));
  }

  private static double distance(double own, double other, double phi) {
    return Math.sqrt(Math.max(0, own * own - 2 * phi * own * other + other * other));
  }

  /** With a correction for continuity, as in the paper. */
  private static double correlation(Pairs pairs) {
    double a = (double) pairs.both() + pairs.first();
    double b = (double) pairs.second() + pairs.neither();
    double c = (double) pairs.both() + pairs.second();
    double d = (double) pairs.first() + pairs.neither();
    double scale = Math.sqrt(a * b * c * d);
    if (scale == 0) {
      return 0;
    }
    double product =
        (double) pairs.both() * pairs.neither() - (double) pairs.first() * pairs.second();
    double corrected = product > 0 ? Math.max(0, product - pairs.all() / 2.0) : product;
    return corrected / scale;
  }

  private static double pvalue(Pairs pairs) {
    int discordant = pairs.first() + pairs.second();
    if (discordant == 0) {
      return 1;
    }
    int least = Math.min(pairs.first(), pairs.second());
    return Math.min(1, 2 * BinomialDistribution.of(discordant, 0.5).cumulativeProbability(least));
  }
}
