package org.seedbed.search.pruning;

import java.util.List;
import org.seedbed.model.LearningCurve;

/**
 * A finished rung, as a pruning rule sees it. Never the last rung.
 *
 * @param number of the rung, from 0
 * @param steps taken by each candidate so far
 * @param lastStep total steps of a restart that is never pruned
 * @param candidates restarts that finished the rung without diverging
 */
public record Rung(int number, long steps, long lastStep, List<Candidate> candidates) {
  public Rung {
    candidates = List.copyOf(candidates);
  }

  /** Returns the steps left to a restart that continues. */
  public long stepsLeft() {
    return lastStep - steps;
  }

  /**
   * A restart at the end of the rung.
   *
   * @param seed of the restart
   * @param exact share of held-out examples that are right; higher is better
   * @param loss on the same examples; lower is better and breaks ties of {@code exact}
   * @param history learning curve over all rungs so far, ordered by step
   */
  public record Candidate(long seed, double exact, double loss, List<LearningCurve.Point> history) {
    public Candidate {
      history = List.copyOf(history);
    }

    /** Orders best first. Ties are broken by seed, so the order does not depend on arrival. */
    static int bestFirst(Candidate a, Candidate b) {
      int byExact = Double.compare(b.exact, a.exact);
      int byLoss = Double.compare(a.loss, b.loss);
      return byExact != 0 ? byExact : byLoss != 0 ? byLoss : Long.compare(a.seed, b.seed);
    }
  }
}
