package org.seedbed.statistics;

/**
 * Confidence bounds of a probability by the Kullback-Leibler divergence of Bernoulli trials
 * (Garivier and Cappé, "The KL-UCB Algorithm", COLT 2011).
 */
public final class KlBound {
  private static final int BISECTIONS = 50;

  private KlBound() {}

  /**
   * Returns the largest probability whose divergence from the share, times the trials, is at most
   * the exploration rate.
   *
   * @param solved number of successes
   * @param trials 1 or more
   * @param exploration rate, 0 or more: larger means more confidence
   */
  public static double upper(int solved, int trials, double exploration) {
    return bound(solved / (double) trials, trials, exploration, 1);
  }

  /** Returns the smallest such probability. */
  public static double lower(int solved, int trials, double exploration) {
    return bound(solved / (double) trials, trials, exploration, 0);
  }

  private static double bound(double share, int trials, double exploration, double end) {
    double in = share;
    double out = end;
    if (trials * divergence(share, end) <= exploration) {
      return end;
    }
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (in + out) / 2;
      if (trials * divergence(share, middle) <= exploration) {
        in = middle;
      } else {
        out = middle;
      }
    }
    return in;
  }

  /** Divergence of Bernoulli trials of probability {@code p} from those of {@code q}. */
  static double divergence(double p, double q) {
    return part(p, q) + part(1 - p, 1 - q);
  }

  private static double part(double p, double q) {
    return p == 0 ? 0 : p * Math.log(p / q);
  }
}
