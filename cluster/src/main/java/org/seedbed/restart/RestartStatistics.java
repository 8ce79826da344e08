package org.seedbed.restart;

import java.util.List;
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

  /** Statistics of these outcomes. */
  static RestartStatistics of(List<Leaderboard.Outcome> outcomes, long seedSteps) {
    int solved = count(outcomes, Leaderboard.Outcome.SOLVED);
    double share = solved / (double) outcomes.size();
    return new RestartStatistics(
        outcomes.size(),
        solved,
        count(outcomes, Leaderboard.Outcome.DIVERGED),
        share,
        WilsonInterval.of(solved, outcomes.size()),
        solved == 0 ? Optional.empty() : Optional.of(1 / share),
        restartsFor99(share),
        seedSteps);
  }

  private static int count(List<Leaderboard.Outcome> outcomes, Leaderboard.Outcome outcome) {
    return (int) outcomes.stream().filter(o -> o == outcome).count();
  }

  static Optional<Double> restartsFor99(double share) {
    if (share == 0) {
      return Optional.empty();
    }
    // At p = 1 the logarithm is −∞ and the quotient 0; one restart is needed all the same.
    return Optional.of(Math.max(1, Math.log(0.01) / Math.log(1 - share)));
  }
}
