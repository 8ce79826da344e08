package org.seedbed.statistics;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * When seeds solve a task, as shares of all seeds: pruned seeds count by their controls.
 *
 * @param seeds one or more
 */
public record SolveTimes(List<Seed> seeds) {
  private static final int RESAMPLES = 400;

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
    var groups = new Groups(seeds);
    double[][] resampled = new double[steps.length][RESAMPLES];
    var random = new SplittableRandom(1);
    for (int r = 0; r < RESAMPLES; r++) {
      double[] shares = groups.shares(groups.drawn(random), steps);
      for (int s = 0; s < steps.length; s++) {
        resampled[s][r] = shares[s];
      }
    }
    double[] shares = groups.shares(groups.counts, steps);
    var points = new Point[steps.length];
    for (int s = 0; s < steps.length; s++) {
      var interval = ResampledInterval.of(resampled[s], ResampledInterval.USUAL_ERROR);
      points[s] = new Point(steps[s], shares[s], interval.low(), interval.high());
    }
    return List.of(points);
  }

  /** Seeds that are alike, counted: there are few kinds, however many seeds. */
  private static final class Groups {
    private final List<Seed> kinds;
    private final int[] counts;
    private final int[] cumulated;

    Groups(List<Seed> seeds) {
      var counted = new LinkedHashMap<Seed, Integer>();
      seeds.forEach(seed -> counted.merge(seed, 1, Integer::sum));
      kinds = List.copyOf(counted.keySet());
      counts = counted.values().stream().mapToInt(Integer::intValue).toArray();
      cumulated = counts.clone();
      Arrays.parallelPrefix(cumulated, Integer::sum);
    }

    /** Draws as many seeds with replacement. */
    int[] drawn(SplittableRandom random) {
      int all = cumulated[cumulated.length - 1];
      int[] drawn = new int[counts.length];
      for (int i = 0; i < all; i++) {
        int found = Arrays.binarySearch(cumulated, random.nextInt(all) + 1);
        drawn[found >= 0 ? found : -found - 1]++;
      }
      return drawn;
    }

    /** Returns the share at each step. It never falls, although controls are drawn by chance. */
    double[] shares(int[] number, long[] steps) {
      double[] shares = new double[steps.length];
      for (int s = 0; s < steps.length; s++) {
        double solved = 0;
        double all = 0;
        for (int k = 0; k < number.length; k++) {
          double weight = number[k] * kinds.get(k).weightAt(steps[s]);
          all += weight;
          solved += kinds.get(k).solvedBy(steps[s]) ? weight : 0;
        }
        double share = all == 0 ? 0 : solved / all;
        shares[s] = s == 0 ? share : Math.max(shares[s - 1], share);
      }
      return shares;
    }
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
    var groups = new Groups(seeds);
    double[] shares = groups.shares(groups.counts, steps);
    for (int s = 0; s < steps.length; s++) {
      if (shares[s] >= shares[steps.length - 1] / 2 - 1e-12) {
        return OptionalLong.of(steps[s]);
      }
    }
    return OptionalLong.empty();
  }
}
