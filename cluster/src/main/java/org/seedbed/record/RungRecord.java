package org.seedbed.record;

import java.util.List;
import org.seedbed.files.SchemaVersion;
import org.seedbed.record.SeedOutcome.Score;

/**
 * Commit record of a rung, written when all its populations are committed. A resumed search applies
 * its decisions instead of making them again.
 *
 * @param rung from 0
 * @param step steps that each seed has taken
 * @param standings of all seeds that took part, by seed
 * @param survivors seeds that go on; empty after the last rung
 */
@SchemaVersion(2)
public record RungRecord(int rung, long step, List<Standing> standings, List<Long> survivors) {
  public RungRecord {
    standings = List.copyOf(standings);
    survivors = List.copyOf(survivors);
  }

  /** A seed at the end of the rung. */
  public record Standing(long seed, Score score, boolean diverged, boolean solved) {}
}
