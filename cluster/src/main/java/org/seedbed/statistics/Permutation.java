package org.seedbed.statistics;

import java.util.SplittableRandom;

/** Random permutations, each equally likely (Fisher and Yates). */
final class Permutation {
  private Permutation() {}

  /** Exchanges two values. */
  @FunctionalInterface
  interface Exchange {
    void swap(int i, int j);
  }

  /** Permutes {@code n} values by exchanges. */
  static void shuffle(int n, SplittableRandom random, Exchange values) {
    for (int i = n - 1; i > 0; i--) {
      values.swap(i, random.nextInt(i + 1));
    }
  }
}
