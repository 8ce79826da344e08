package org.seedbed.search.pruning;

import java.util.List;
import java.util.OptionalLong;
import org.seedbed.task.Bounds;

/**
 * Ends every restart that has not solved its task by a fixed step. With the best cutoff no other
 * schedule solves a task at less cost (Luby, Sinclair and Zuckerman, "Optimal Speedup of Las Vegas
 * Algorithms", 1993).
 *
 * @param cutoff number of steps, 1 or more
 */
public record FixedCutoff(int cutoff) implements PruningRule {
  public FixedCutoff {
    Bounds.check("search.pruning.cutoff", cutoff, 1, Integer.MAX_VALUE);
  }

  /** Ends restarts after 200 steps. */
  public FixedCutoff() {
    this(200);
  }

  @Override
  public String name() {
    return "fixed-cutoff";
  }

  @Override
  public OptionalLong cutoff(long index) {
    return OptionalLong.of(cutoff);
  }

  /** Keeps all: nothing is decided between rungs. */
  @Override
  public List<Long> survivors(Rung rung) {
    return new NoPruning().survivors(rung);
  }
}
