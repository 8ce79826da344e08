package org.seedbed.statistics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.seedbed.statistics.BetaBinomial.Trials;

/**
 * The effect of selection: how much more often selected initializations solve the task than random
 * ones.
 *
 * @param selected share of the trials of selected initializations that solved the task
 * @param random share of the trials of random ones
 * @param pvalue of a difference as large or larger, if selection had no effect: initializations are
 *     exchanged between the two kinds
 */
public record Contrast(double selected, double random, double pvalue) {
  private static final int PERMUTATIONS = 9_999;

  /** Compares initializations; each list has one or more trials. */
  public static Contrast of(List<Trials> selected, List<Trials> random) {
    double difference = share(selected) - share(random);
    var all = new ArrayList<>(selected);
    all.addAll(random);
    var source = new SplittableRandom(1);
    int asLarge = 0;
    for (int permutation = 0; permutation < PERMUTATIONS; permutation++) {
      for (int i = all.size() - 1; i > 0; i--) {
        Collections.swap(all, i, source.nextInt(i + 1));
      }
      double other =
          share(all.subList(0, selected.size())) - share(all.subList(selected.size(), all.size()));
      asLarge += other >= difference - 1e-12 ? 1 : 0;
    }
    return new Contrast(share(selected), share(random), (1 + asLarge) / (1.0 + PERMUTATIONS));
  }

  private static double share(List<Trials> rows) {
    return rows.stream().mapToInt(Trials::solved).sum()
        / (double) rows.stream().mapToInt(Trials::trials).sum();
  }
}
