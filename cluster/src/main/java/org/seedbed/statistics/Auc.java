package org.seedbed.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How well a score foretells which seeds solve the task: the probability that a seed which solves
 * it has a better score than one which does not (area under the ROC curve). ½ is chance.
 *
 * @param value 0 … 1; equal scores count half
 * @param low lower end of the 95 % confidence interval, by bootstrap over seeds
 * @param high upper end of the interval
 */
public record Auc(double value, double low, double high) {
  private static final int RESAMPLES = 1_000;

  /** Fewer of either kind tell nothing. */
  private static final int FEWEST = 3;

  /**
   * A seed.
   *
   * @param score higher is better
   * @param weight number of seeds that it stands for, above 0
   * @param solves whether it solved the task later
   */
  public record Scored(double score, double weight, boolean solves) {}

  /**
   * Estimates the area. Empty if fewer than three seeds solve the task, or fewer than three do not.
   */
  public static Optional<Auc> of(List<Scored> seeds) {
    long solving = seeds.stream().filter(Scored::solves).count();
    if (solving < FEWEST || seeds.size() - solving < FEWEST) {
      return Optional.empty();
    }
    var sorted = seeds.stream().sorted(Comparator.comparingDouble(Scored::score)).toList();
    double[] drawn = new double[seeds.size()];
    Arrays.fill(drawn, 1);
    double value = area(sorted, drawn).orElseThrow();
    var random = new SplittableRandom(1);
    var resampled = new ArrayList<Double>();
    for (int i = 0; i < RESAMPLES; i++) {
      Arrays.fill(drawn, 0);
      IntStream.range(0, drawn.length).forEach(j -> drawn[random.nextInt(drawn.length)]++);
      area(sorted, drawn).ifPresent(resampled::add);
    }
    var interval =
        ResampledInterval.of(
            resampled.stream().mapToDouble(Double::doubleValue).toArray(),
            ResampledInterval.USUAL_ERROR);
    return Optional.of(new Auc(value, interval.low(), interval.high()));
  }

  /**
   * Returns the area if each seed is there so many times; empty if only one kind is.
   *
   * @param sorted by score
   */
  private static Optional<Double> area(List<Scored> sorted, double[] drawn) {
    double below = 0;
    double pairs = 0;
    double solving = 0;
    int from = 0;
    while (from < sorted.size()) {
      double tiedSolving = 0;
      double tiedOthers = 0;
      int to = from;
      while (to < sorted.size() && sorted.get(to).score() == sorted.get(from).score()) {
        double weight = drawn[to] * sorted.get(to).weight();
        tiedSolving += sorted.get(to).solves() ? weight : 0;
        tiedOthers += sorted.get(to).solves() ? 0 : weight;
        to++;
      }
      pairs += tiedSolving * (below + tiedOthers / 2);
      below += tiedOthers;
      solving += tiedSolving;
      from = to;
    }
    return solving == 0 || below == 0 ? Optional.empty() : Optional.of(pairs / (solving * below));
  }
}
