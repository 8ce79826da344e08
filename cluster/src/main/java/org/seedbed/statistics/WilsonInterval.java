package org.seedbed.statistics;

/**
 * The Wilson score interval of a share at 95 % confidence (Wilson, 1927).
 *
 * @param low 0 … 1
 * @param high 0 … 1, no less than {@code low}
 */
public record WilsonInterval(double low, double high) {
  private static final double Z = 1.959963984540054;

  /**
   * Returns the interval for {@code successes} out of {@code trials}.
   *
   * @param trials 1 or more
   */
  public static WilsonInterval of(long successes, long trials) {
    if (trials < 1 || successes < 0 || successes > trials) {
      throw new IllegalArgumentException(
          successes + " successes of " + trials + " trials, must be 0 … trials of 1 or more");
    }
    return ofShare(successes / (double) trials, trials);
  }

  /**
   * Returns the interval for a share that need not be a count's.
   *
   * @param p 0 … 1
   * @param n number of trials, 1 or more
   */
  static WilsonInterval ofShare(double p, double n) {
    return ofShare(p, n, Z);
  }

  /**
   * Returns the interval at another confidence.
   *
   * @param z quantile of the normal distribution, such as 1.96 for 95 %
   */
  static WilsonInterval ofShare(double p, double n, double z) {
    double scale = 1 + z * z / n;
    double centre = (p + z * z / (2 * n)) / scale;
    double half = z * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / scale;
    // Bounds of 0 and 1 are set exactly: the square root would leave a rounding error.
    return new WilsonInterval(p == 0 ? 0 : centre - half, p == 1 ? 1 : centre + half);
  }
}
