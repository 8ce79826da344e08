package org.seedbed.record;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.seedbed.statistics.RankCorrelation;

/**
 * The effect of pruning: the steps it saved and the solved restarts it dropped.
 *
 * @param unpruned seed-steps of the same search without pruning
 * @param solvedButPruned number of restarts that had solved the task when they were pruned
 * @param correlations how well each rung predicted the next
 */
public record PruningEffect(long unpruned, int solvedButPruned, List<RungPair> correlations) {
  public PruningEffect {
    correlations = List.copyOf(correlations);
  }

  /**
   * The rank correlation of two successive rungs, over the seeds that took part in both.
   *
   * @param rung the earlier rung, from 0
   * @param correlation Spearman's rank correlation; empty if undefined
   * @param seeds number of seeds that took part in both
   */
  public record RungPair(int rung, Optional<Double> correlation, int seeds) {}

  /**
   * Computes the effect over rungs, given in order.
   *
   * @param lastStep total steps of a restart that is never pruned
   */
  public static PruningEffect of(List<RungRecord> rungs, long lastStep) {
    var pairs = new ArrayList<RungPair>();
    int solvedButPruned = 0;
    for (int i = 0; i < rungs.size() && rungs.get(i).step() < lastStep; i++) {
      var kept = new HashSet<>(rungs.get(i).alive());
      kept.addAll(rungs.get(i).parked());
      var dropped =
          rungs.get(i).standings().stream()
              .filter(s -> !s.diverged() && !kept.contains(s.seed()))
              .toList();
      solvedButPruned += (int) dropped.stream().filter(RungRecord.Standing::solved).count();
      if (i + 1 < rungs.size()) {
        pairs.add(pair(rungs.get(i), rungs.get(i + 1)));
      }
    }
    long unpruned = rungs.isEmpty() ? 0 : rungs.get(0).standings().size() * lastStep;
    return new PruningEffect(unpruned, solvedButPruned, pairs);
  }

  private static RungPair pair(RungRecord earlier, RungRecord later) {
    var earlierPlace = earlier.places();
    var laterPlace = later.places();
    var seeds = later.standings().stream().map(RungRecord.Standing::seed).toList();
    var correlation =
        RankCorrelation.of(
            seeds.stream().map(earlierPlace::get).toList(),
            seeds.stream().map(laterPlace::get).toList());
    return new RungPair(
        earlier.rung(),
        correlation.isPresent() ? Optional.of(correlation.getAsDouble()) : Optional.empty(),
        seeds.size());
  }
}
