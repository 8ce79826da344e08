package org.seedbed.statistics;

import java.util.Optional;

/**
 * What the restarts of a search say of the next ones.
 *
 * @param seeds restarts in all
 * @param solved restarts that solved the task
 * @param diverged restarts that diverged
 * @param solvedShare solved / seeds
 * @param wilson95 the share's interval at 95 % confidence
 * @param expectedRestarts to one solution, 1 / p; empty where none solved
 * @param restartsFor99 restarts for 99 % confidence of a solution, ln 0.01 / ln(1 − p), 1 at least;
 *     empty where none solved
 * @param seedSteps steps of the rungs, counted for each seed
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

  /** Statistics of so many restarts. */
  public static RestartStatistics of(int seeds, int solved, int diverged, long seedSteps) {
    double share = solved / (double) seeds;
    return new RestartStatistics(
        seeds,
        solved,
        diverged,
        share,
        WilsonInterval.of(solved, seeds),
        solved == 0 ? Optional.empty() : Optional.of(1 / share),
        restartsFor99(share),
        seedSteps);
  }

  static Optional<Double> restartsFor99(double share) {
    if (share == 0) {
      return Optional.empty();
    }
    // At p = 1 the logarithm is −∞ and the quotient 0; one restart is needed all the same.
    return Optional.of(Math.max(1, Math.log(0.01) / Math.log(1 - share)));
  }
}
