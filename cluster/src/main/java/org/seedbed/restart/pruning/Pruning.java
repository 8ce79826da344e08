package org.seedbed.restart.pruning;

import java.util.List;

/** A rule that decides which restarts go on to the next rung. */
public interface Pruning {
  /**
   * Seeds that go on, in the order given. Diverged ones are never asked about.
   *
   * @param standings of all restarts that finished the rung
   */
  List<Long> survivors(List<Standing> standings);

  /**
   * A restart at the end of a rung.
   *
   * @param seed names it
   * @param exact share of held-out examples that are right; more is better
   * @param loss on them; less is better where {@code exact} is equal
   */
  record Standing(long seed, double exact, double loss) {
    /** Best first; equal scores by seed, so that the order never depends on who came first. */
    static int bestFirst(Standing a, Standing b) {
      int byExact = Double.compare(b.exact, a.exact);
      int byLoss = Double.compare(a.loss, b.loss);
      return byExact != 0 ? byExact : byLoss != 0 ? byLoss : Long.compare(a.seed, b.seed);
    }
  }
}
