package org.seedbed.search.pruning;

import java.util.List;
import java.util.OptionalLong;
import org.seedbed.task.Bounds;

/**
 * Ends restarts by Luby's sequence 1, 1, 2, 1, 1, 2, 4, … times a unit of steps. Its cost is within
 * a logarithm of that of the best fixed cutoff, whatever the task, so it suits a task of which
 * nothing is known (Luby, Sinclair and Zuckerman, "Optimal Speedup of Las Vegas Algorithms", 1993).
 *
 * @param unit number of steps, 1 or more
 */
public record LubyCutoffs(int unit) implements PruningRule {
  public LubyCutoffs {
    Bounds.check("search.pruning.unit", unit, 1, Integer.MAX_VALUE);
  }

  /** Takes units of 100 steps. */
  public LubyCutoffs() {
    this(100);
  }

  @Override
  public String name() {
    return "luby";
  }

  @Override
  public OptionalLong cutoff(long index) {
    return OptionalLong.of(unit * term(index + 1));
  }

  /**
   * Returns a term of the sequence.
   *
   * @param i from 1
   */
  static long term(long i) {
    long n = i;
    while (true) {
      // The least 2^k − 1 that is at least n.
      long block = (Long.highestOneBit(n) << 1) - 1;
      if (block == n) {
        return (block + 1) / 2;
      }
      n -= block >> 1;
    }
  }

  /** Keeps all: nothing is decided between rungs. */
  @Override
  public List<Long> survivors(Rung rung) {
    return new NoPruning().survivors(rung);
  }
}
