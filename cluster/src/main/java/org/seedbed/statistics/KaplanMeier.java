package org.seedbed.statistics;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * The share of restarts that would solve a task within so many steps if none were pruned, by the
 * estimator of Kaplan and Meier (1958): a pruned restart is taken to have gone on as the others
 * did. A rule that prunes the hopeless makes it an upper bound.
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
   * Estimates the share that solves the task within {@code last} steps. Empty if every restart that
   * had not solved it left before: then nothing is known of those steps.
   *
   * <p>The interval is Greenwood's on the scale of log −log. Without a solution it is that of as
   * many trials as restarts were followed to the end. If all restarts under observation solve the
   * task, its upper end is 1.
   *
   * @param restarts one or more
   */
  public static Optional<KaplanMeier> of(Collection<Observed> restarts, long last) {
    if (restarts.isEmpty()) {
      throw new IllegalArgumentException("no restarts, must be one or more");
    }
    // Who leaves at the step of a solution was still at risk then.
    var ordered = restarts.stream().sorted(Comparator.comparingLong(Observed::steps)).toList();
    double unsolved = 1;
    double greenwood = 0;
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
        return Optional.of(new KaplanMeier(1, lowIfAllSolve(unsolved, greenwood, atRisk), 1));
      }
      unsolved *= 1 - solved / (double) atRisk;
      greenwood += solved / ((double) atRisk * (atRisk - solved));
      from = to;
    }
    if (ordered.get(ordered.size() - 1).steps() < last) {
      return Optional.empty();
    }
    if (unsolved == 1) {
      long followed = ordered.stream().filter(restart -> restart.steps() >= last).count();
      return Optional.of(new KaplanMeier(0, 0, 1 - Math.pow(0.05, 1.0 / followed)));
    }
    return Optional.of(
        new KaplanMeier(
            1 - unsolved,
            lowest(unsolved, greenwood),
            1 - Math.pow(unsolved, spread(unsolved, greenwood))));
  }

  private static double spread(double unsolved, double greenwood) {
    return Math.exp(Z * Math.sqrt(greenwood) / -Math.log(unsolved));
  }

  private static double lowest(double unsolved, double greenwood) {
    return 1 - Math.pow(unsolved, 1 / spread(unsolved, greenwood));
  }

  /** The lower end before the last ones solved the task, or that of as many trials. */
  private static double lowIfAllSolve(double unsolved, double greenwood, int atRisk) {
    double ofTrials = 1 - unsolved * (1 - Math.pow(0.05, 1.0 / atRisk));
    return unsolved == 1 ? ofTrials : Math.min(ofTrials, lowest(unsolved, greenwood));
  }
}
