package org.seedbed.statistics;

import java.util.Optional;

/**
 * Success statistics of a search's restarts, and what they predict for further restarts.
 *
 * @param seeds total number of restarts
 * @param solved restarts that solved the task
 * @param diverged restarts that diverged
 * @param solvedShare solved / seeds
 * @param wilson95 95 % confidence interval of the share
 * @param expectedRestarts expected restarts per solution, 1 / p; empty if none solved
 * @param restartsFor99 restarts for 99 % confidence of a solution, ln 0.01 / ln(1 − p), at least 1;
 *     empty if none solved
 * @param seedSteps steps of the rungs, summed over seeds
 */
public record RestartStatistics(
    int seeds,
    int solved,
    int diverged,
    double solvedShare,
    WilsonInterval wilson95,
    Optional<Double> expectedRestarts,
    Optional<Double> restartsFor99,
    long seedSteps) {

  /** Computes the statistics of {@code seeds} restarts. */
  public static RestartStatistics of(int seeds, int solved, int diverged, long seedSteps) {
    double share = solved / (double) seeds;
    return new RestartStatistics(
        seeds,
        solved,
        diverged,
        share,
        WilsonInterval.of(solved, seeds),
        solved == 0 ? Optional.empty() : Optional.of(1 / share),
        solved == 0 ? Optional.empty() : Optional.of(restartsFor99(share)),
        seedSteps);
  }

  /**
   * Returns the restarts for 99 % confidence of a solution.
   *
   * @param share of restarts that solve the task, above 0
   */
  public static double restartsFor99(double share) {
    // At p = 1 the logarithm is −∞ and the quotient 0, but one restart is still needed.
    return Math.max(1, Math.log(0.01) / Math.log(1 - share));
  }
}
