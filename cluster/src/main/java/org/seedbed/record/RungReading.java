package org.seedbed.record;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.seedbed.record.Leaderboard.Entry;
import org.seedbed.record.Leaderboard.Outcome;
import org.seedbed.statistics.Auc;
import org.seedbed.statistics.Auc.Scored;

/**
 * How well the scores of a rung foretold which of its seeds would solve the task. Seeds that had
 * solved it by then are left out. Pruned seeds count by their controls.
 *
 * @param rung from 0
 * @param step total steps at its end
 * @param seeds number of seeds that were followed to the end
 * @param auc area under the ROC curve; empty if too few of either kind were followed
 */
public record RungReading(int rung, long step, int seeds, Optional<Auc> auc) {
  /** Reads all rungs of a search but the last. */
  public static List<RungReading> of(List<RungRecord> rungs, Leaderboard leaderboard) {
    var entries = new HashMap<Long, Entry>();
    leaderboard.entries().forEach(entry -> entries.put(entry.seed(), entry));
    var weights = weights(rungs);
    var prunedBefore = new HashSet<Long>();
    var readings = new ArrayList<RungReading>();
    for (var rung : rungs) {
      if (rung.step() < leaderboard.experiment().search().lastStep()) {
        readings.add(read(rung, prunedBefore, entries, weights));
      }
      prunedBefore.addAll(rung.controls());
    }
    return readings;
  }

  /**
   * Returns the number of pruned seeds that each control stands for, by the step of its pruning.
   */
  private static Map<Long, Double> weights(List<RungRecord> rungs) {
    var weights = new HashMap<Long, Double>();
    var prunedBefore = new HashSet<Long>();
    for (var rung : rungs) {
      var survivors = new HashSet<>(rung.survivors());
      long pruned =
          rung.standings().stream()
              .filter(s -> !s.diverged() && !s.solved())
              .filter(s -> !survivors.contains(s.seed()) && !prunedBefore.contains(s.seed()))
              .count();
      long controls = rung.controls().stream().filter(s -> !prunedBefore.contains(s)).count();
      weights.put(rung.step(), controls == 0 ? 0 : pruned / (double) controls);
      prunedBefore.addAll(rung.controls());
    }
    return weights;
  }

  private static RungReading read(
      RungRecord rung,
      Set<Long> prunedBefore,
      Map<Long, Entry> entries,
      Map<Long, Double> weights) {
    var places = rung.places();
    var scored = new ArrayList<Scored>();
    for (var standing : rung.standings()) {
      var entry = entries.get(standing.seed());
      boolean followed =
          !standing.diverged()
              && !standing.solved()
              && !prunedBefore.contains(standing.seed())
              && entry != null
              && entry.outcome() != Outcome.PRUNED;
      if (followed) {
        scored.add(
            new Scored(
                -places.get(standing.seed()),
                entry.prunedAt().map(step -> weights.getOrDefault(step, 1.0)).orElse(1.0),
                entry.outcome() == Outcome.SOLVED));
      }
    }
    return new RungReading(rung.rung(), rung.step(), scored.size(), Auc.of(scored));
  }

  /** Whether the scores are not clearly better than chance. */
  public boolean isNoBetterThanChance() {
    return auc.map(area -> area.low() <= 0.5).orElse(false);
  }
}
