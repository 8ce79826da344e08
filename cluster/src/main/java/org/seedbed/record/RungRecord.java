package org.seedbed.record;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.seedbed.files.SchemaVersion;
import org.seedbed.record.SeedOutcome.Score;

/**
 * The commit record of a rung, written once all its populations are committed. A resumed search
 * applies the recorded decision instead of deciding again.
 *
 * @param rung from 0
 * @param step total steps at its end; seeds with cutoffs of their own, and parked ones, ended
 *     before
 * @param standings of all seeds that took part, in the order of their populations
 * @param survivors seeds that continue in the ranking; empty after the last rung
 * @param controls seeds of the control arm that the rule pruned, now or before, and that continue
 * @param parked seeds that had solved the task and take no more steps
 */
@SchemaVersion(4)
public record RungRecord(
    int rung,
    long step,
    List<Standing> standings,
    List<Long> survivors,
    @JsonSetter(nulls = Nulls.AS_EMPTY) List<Long> controls,
    @JsonSetter(nulls = Nulls.AS_EMPTY) List<Long> parked) {
  public RungRecord {
    standings = List.copyOf(standings);
    survivors = List.copyOf(survivors);
    controls = List.copyOf(controls);
    parked = List.copyOf(parked);
  }

  /** Returns the seeds that take part in the next rung, in the order of this one. */
  public List<Long> alive() {
    var alive = new HashSet<>(survivors);
    alive.addAll(controls);
    return standings.stream().map(Standing::seed).filter(alive::contains).toList();
  }

  /** Returns the place of each seed, best first. Tied seeds share the place of the first. */
  Map<Long, Double> places() {
    var sorted = standings.stream().sorted(Comparator.comparing(Standing::score)).toList();
    var places = new HashMap<Long, Double>();
    for (int i = 0; i < sorted.size(); i++) {
      boolean tied = i > 0 && sorted.get(i).score().compareTo(sorted.get(i - 1).score()) == 0;
      places.put(
          sorted.get(i).seed(), tied ? places.get(sorted.get(i - 1).seed()) : Double.valueOf(i));
    }
    return places;
  }

  /** The standing of a seed at the end of the rung. */
  public record Standing(long seed, Score score, boolean diverged, boolean solved) {}
}
