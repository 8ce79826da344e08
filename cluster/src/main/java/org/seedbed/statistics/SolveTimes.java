package org.seedbed.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * When seeds solve a task, as shares of all seeds: pruned seeds count by their controls.
 *
 * @param seeds one or more
 */
public record SolveTimes(List<Seed> seeds) {
  private static final int RESAMPLES = 1_000;
  private static final int FEWEST = 100;

  /** Seeds times steps times resamples that take about a second. */
  private static final long WORK = 200_000_000;

  public SolveTimes {
    seeds = List.copyOf(seeds);
    if (seeds.isEmpty()) {
      throw new IllegalArgumentException("no seeds, must be one or more");
    }
  }

  /**
   * A seed.
   *
   * @param solvedAt step of the first check at which it had solved the task; empty if it did not
   * @param prunedAt step up to which it stands for itself alone; empty if it was not pruned
   * @param weight number of seeds that it stands for after that step: 0 if it stopped, above 1 if
   *     it is a control that trained on
   */
  public record Seed(OptionalLong solvedAt, OptionalLong prunedAt, double weight) {
    double weightAt(long step) {
      return prunedAt.isPresent() && step > prunedAt.getAsLong() ? weight : 1;
    }

    boolean solvedBy(long step) {
      return solvedAt.isPresent() && solvedAt.getAsLong() <= step;
    }
  }

  /**
   * A share with its 95 % confidence interval, by bootstrap over seeds.
   *
   * @param step at which it holds
   */
  public record Point(long step, double share, double low, double high) {}

  /** Returns the share that has solved the task by each step at which a seed did. */
  public List<Point> curve() {
    long[] steps = steps();
    int resamples =
        (int)
            Math.max(FEWEST, Math.min(RESAMPLES, WORK / seeds.size() / Math.max(1, steps.length)));
    double[][] resampled = new double[steps.length][resamples];
    var random = new SplittableRandom(1);
    for (int r = 0; r < resamples; r++) {
      var drawn = random.ints(seeds.size(), 0, seeds.size()).mapToObj(seeds::get).toList();
      double[] shares = shares(drawn, steps);
      for (int s = 0; s < steps.length; s++) {
        resampled[s][r] = shares[s];
      }
    }
    double[] shares = shares(seeds, steps);
    var points = new Point[steps.length];
    for (int s = 0; s < steps.length; s++) {
      Arrays.sort(resampled[s]);
      points[s] =
          new Point(
              steps[s],
              shares[s],
              resampled[s][(int) (0.025 * resamples)],
              resampled[s][(int) Math.ceil(0.975 * resamples) - 1]);
    }
    return List.of(points);
  }

  /** Returns the share at each step. It never falls, although controls are drawn by chance. */
  private static double[] shares(List<Seed> seeds, long[] steps) {
    double[] shares = new double[steps.length];
    for (int s = 0; s < steps.length; s++) {
      double solved = 0;
      double all = 0;
      for (var seed : seeds) {
        double weight = seed.weightAt(steps[s]);
        all += weight;
        solved += seed.solvedBy(steps[s]) ? weight : 0;
      }
      double share = all == 0 ? 0 : solved / all;
      shares[s] = s == 0 ? share : Math.max(shares[s - 1], share);
    }
    return shares;
  }

  private long[] steps() {
    return seeds.stream()
        .filter(seed -> seed.weight() > 0 || seed.prunedAt().isPresent())
        .flatMapToLong(seed -> seed.solvedAt().stream())
        .sorted()
        .distinct()
        .toArray();
  }

  /** Returns the step by which half of the seeds that ever solve the task have solved it. */
  public OptionalLong median() {
    long[] steps = steps();
    double[] shares = shares(seeds, steps);
    for (int s = 0; s < steps.length; s++) {
      if (shares[s] >= shares[steps.length - 1] / 2 - 1e-12) {
        return OptionalLong.of(steps[s]);
      }
    }
    return OptionalLong.empty();
  }
}
