package org.seedbed.search.pruning;

import java.util.List;
import org.seedbed.model.LearningCurve;

/**
 * What a pruning rule sees: a finished rung that is not the last.
 *
 * @param number of the rung, from 0
 * @param steps that each candidate has taken
 * @param lastStep steps of a restart that is never pruned
 * @param candidates restarts that finished the rung and have not diverged
 */
public record Rung(int number, long steps, long lastStep, List<Candidate> candidates) {
  public Rung {
    candidates = List.copyOf(candidates);
  }

  /** Steps that a restart which continues may still take. */
  public long stepsLeft() {
    return lastStep - steps;
  }

  /**
   * A restart at the end of the rung.
   *
   * @param seed names it
   * @param exact share of held-out examples that are right; more is better
   * @param loss on them; less is better where {@code exact} is equal
   * @param history points of its learning curve over all rungs so far, by step
   */
  public record Candidate(long seed, double exact, double loss, List<LearningCurve.Point> history) {
    public Candidate {
      history = List.copyOf(history);
    }

    /** Best first; equal scores by seed, so that the order never depends on who came first. */
    static int bestFirst(Candidate a, Candidate b) {
      int byExact = Double.compare(b.exact, a.exact);
      int byLoss = Double.compare(a.loss, b.loss);
      return byExact != 0 ? byExact : byLoss != 0 ? byLoss : Long.compare(a.seed, b.seed);
    }
  }
}
