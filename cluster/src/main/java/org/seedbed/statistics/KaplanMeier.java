package org.seedbed.statistics;

import java.util.Collection;
import java.util.Comparator;

/**
 * The share of restarts that would solve a task if none were pruned, by the estimator of Kaplan and
 * Meier (1958): a pruned restart is taken to have gone on as the others did. A rule that prunes the
 * hopeless makes it an upper bound.
 *
 * @param share 0 … 1
 * @param low lower end of the 95 % confidence interval
 * @param high upper end of the 95 % confidence interval
 */
public record KaplanMeier(double share, double low, double high) {
  private static final double Z = 1.959963984540054;

  /**
   * A restart as it was observed.
   *
   * @param steps to its solution, or to its end
   * @param solved whether it solved the task
   */
  public record Observed(long steps, boolean solved) {}

  /**
   * Estimates the share from restarts, one or more. The interval is Greenwood's on the scale of log
   * −log; without a solution it is exact, and where the last restarts under observation all solved
   * the task, its lower end is that of as many exact trials.
   */
  public static KaplanMeier of(Collection<Observed> restarts) {
    if (restarts.isEmpty()) {
      throw new IllegalArgumentException("no restarts, must be one or more");
    }
    // Who leaves at the step of a solution was still at risk then.
    var ordered =
        restarts.stream()
            .sorted(
                Comparator.comparingLong(Observed::steps)
                    .thenComparing(restart -> !restart.solved()))
            .toList();
    double unsolved = 1;
    double greenwood = 0;
    int solutions = 0;
    int from = 0;
    while (from < ordered.size()) {
      long step = ordered.get(from).steps();
      int atRisk = ordered.size() - from;
      int solved = 0;
      int to = from;
      while (to < ordered.size() && ordered.get(to).steps() == step) {
        solved += ordered.get(to).solved() ? 1 : 0;
        to++;
      }
      if (solved == atRisk) {
        double low = 1 - unsolved * (1 - Math.pow(0.05, 1.0 / atRisk));
        return new KaplanMeier(1, low, 1);
      }
      unsolved *= 1 - solved / (double) atRisk;
      greenwood += solved / ((double) atRisk * (atRisk - solved));
      solutions += solved;
      from = to;
    }
    if (solutions == 0) {
      return new KaplanMeier(0, 0, 1 - Math.pow(0.05, 1.0 / ordered.size()));
    }
    double spread = Math.exp(Z * Math.sqrt(greenwood) / -Math.log(unsolved));
    return new KaplanMeier(
        1 - unsolved, 1 - Math.pow(unsolved, 1 / spread), 1 - Math.pow(unsolved, spread));
  }
}
