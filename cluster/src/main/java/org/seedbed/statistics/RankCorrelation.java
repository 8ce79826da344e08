package org.seedbed.statistics;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Spearman's rank correlation. Tied values share their mean rank. */
public final class RankCorrelation {
  private RankCorrelation() {}

  /**
   * Returns the correlation of the ranks of {@code a} and {@code b}, −1 … 1; empty if either is
   * constant or there are fewer than three pairs.
   */
  public static OptionalDouble of(List<Double> a, List<Double> b) {
    if (a.size() != b.size()) {
      throw new IllegalArgumentException(
          a.size() + " and " + b.size() + " values, must be equally many");
    }
    if (a.size() < 3) {
      return OptionalDouble.empty();
    }
    double[] x = ranks(a);
    double[] y = ranks(b);
    double mean = (a.size() - 1) / 2.0;
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < x.length; i++) {
      xy += (x[i] - mean) * (y[i] - mean);
      xx += (x[i] - mean) * (x[i] - mean);
      yy += (y[i] - mean) * (y[i] - mean);
    }
    return xx == 0 || yy == 0 ? OptionalDouble.empty() : OptionalDouble.of(xy / Math.sqrt(xx * yy));
  }

  /** Ranks from 0; equal values share their mean rank. */
  private static double[] ranks(List<Double> values) {
    var order =
        IntStream.range(0, values.size())
            .boxed()
            .sorted(Comparator.comparing(values::get))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] ranks = new double[order.length];
    int first = 0;
    for (int i = 1; i <= order.length; i++) {
      if (i == order.length || !values.get(order[i]).equals(values.get(order[first]))) {
        double shared = (first + i - 1) / 2.0;
        for (int j = first; j < i; j++) {
          ranks[order[j]] = shared;
        }
        first = i;
      }
    }
    return ranks;
  }
}
