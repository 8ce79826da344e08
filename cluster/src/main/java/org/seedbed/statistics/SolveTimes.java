package org.seedbed.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * When seeds solve a task, as shares of all seeds: pruned seeds count by their controls.
 *
 * @param seeds one or more
 */
public record SolveTimes(List<Seed> seeds) {
  private static final int RESAMPLES = 1_000;

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
   * @param weight number of seeds that it stands for: 0 if it was pruned, above 1 if it is a
   *     control that trained on after its pruning, else 1
   */
  public record Seed(OptionalLong solvedAt, double weight) {
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
    double[][] resampled = new double[steps.length][RESAMPLES];
    var random = new SplittableRandom(1);
    for (int r = 0; r < RESAMPLES; r++) {
      double[] solved = new double[steps.length];
      double all = 0;
      for (int i = 0; i < seeds.size(); i++) {
        var seed = seeds.get(random.nextInt(seeds.size()));
        all += seed.weight();
        if (seed.solvedAt().isPresent()) {
          solved[Arrays.binarySearch(steps, seed.solvedAt().getAsLong())] += seed.weight();
        }
      }
      double sum = 0;
      for (int s = 0; s < steps.length; s++) {
        sum += solved[s];
        resampled[s][r] = all == 0 ? 0 : sum / all;
      }
    }
    var points = new Point[steps.length];
    for (int s = 0; s < steps.length; s++) {
      Arrays.sort(resampled[s]);
      points[s] =
          new Point(
              steps[s],
              share(steps[s]),
              resampled[s][(int) (0.025 * RESAMPLES)],
              resampled[s][(int) Math.ceil(0.975 * RESAMPLES) - 1]);
    }
    return List.of(points);
  }

  private long[] steps() {
    return seeds.stream()
        .filter(seed -> seed.weight() > 0)
        .flatMapToLong(seed -> seed.solvedAt().stream())
        .sorted()
        .distinct()
        .toArray();
  }

  private double share(long step) {
    double all = seeds.stream().mapToDouble(Seed::weight).sum();
    return seeds.stream().filter(seed -> seed.solvedBy(step)).mapToDouble(Seed::weight).sum() / all;
  }

  /** Returns the step by which half of the seeds that ever solve the task have solved it. */
  public OptionalLong median() {
    long[] steps = steps();
    return steps.length == 0
        ? OptionalLong.empty()
        : LongStream.of(steps)
            .filter(step -> share(step) >= share(steps[steps.length - 1]) / 2 - 1e-12)
            .findFirst();
  }
}
