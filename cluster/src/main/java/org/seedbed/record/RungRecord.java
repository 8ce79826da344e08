package org.seedbed.record;

import java.util.List;
import org.seedbed.files.SchemaVersion;
import org.seedbed.record.SeedOutcome.Score;

/**
 * The commit record of a rung, written once all its populations are committed. A resumed search
 * applies the recorded decision instead of deciding again.
 *
 * @param rung from 0
 * @param step total steps that each seed has taken
 * @param standings of all seeds that took part, ordered by seed
 * @param survivors seeds that continue; empty after the last rung
 */
@SchemaVersion(3)
public record RungRecord(int rung, long step, List<Standing> standings, List<Long> survivors) {
  public RungRecord {
    standings = List.copyOf(standings);
    survivors = List.copyOf(survivors);
  }

  /** The standing of a seed at the end of the rung. */
  public record Standing(long seed, Score score, boolean diverged, boolean solved) {}
}
