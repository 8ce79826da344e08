package org.seedbed.record;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.seedbed.record.Leaderboard.Entry;
import org.seedbed.record.Leaderboard.Outcome;
import org.seedbed.statistics.CostRatio;
import org.seedbed.statistics.PairedDifference;

/**
 * Two searches compared on the seeds that both trained: pairs have the same initialization and the
 * same training examples, as far as the settings allow.
 *
 * @param seeds that both followed to their ends whatever their scores were
 * @param firstSolved number of them that the first search solved
 * @param secondSolved number of them that the second search solved
 * @param difference of the shares
 * @param cost of a solved seed in the second search over that in the first; empty if neither solved
 *     any
 */
public record RunComparison(
    int seeds,
    int firstSolved,
    int secondSolved,
    PairedDifference difference,
    Optional<CostRatio> cost) {
  /**
   * A finished search.
   *
   * @param leaderboard its result
   * @param followed seeds that it followed to their ends whatever their scores were: all of them,
   *     or the control arm if it pruned
   * @param secondsPerSeedStep core-seconds of a step of one seed
   */
  public record Side(Leaderboard leaderboard, Set<Long> followed, double secondsPerSeedStep) {
    /** Reads a finished search, or a series of them. */
    public static Side read(RunFolder run) throws IOException {
      var leaderboard = RunRecords.leaderboard(run);
      boolean pruned = leaderboard.entries().stream().anyMatch(Entry::pruned);
      var followed = new HashSet<Long>();
      double coreSeconds = 0;
      for (var search : RunSeries.searches(run)) {
        var experiment = RunRecords.experiment(search);
        followed.addAll(pruned ? experiment.controls() : experiment.seeds().all());
        coreSeconds += RunRecords.rungCoreSeconds(search, experiment);
      }
      return new Side(
          leaderboard, followed, coreSeconds / Math.max(1, leaderboard.statistics().seedSteps()));
    }

    boolean follows(long seed) {
      return followed.contains(seed);
    }

    double cost(Entry entry) {
      // Further training is left out: it is no cost of finding solved seeds.
      boolean parks = leaderboard.experiment().search().solved().parks();
      long steps = parks ? entry.stepsToSolve().orElse(entry.steps()) : entry.steps();
      return steps * secondsPerSeedStep;
    }
  }

  /**
   * Compares two searches.
   *
   * @param comparisons number of comparisons, looks at growing runs among them, for which the
   *     intervals hold together with 95 % confidence
   * @throws IllegalArgumentException if they have other tasks or data seeds, or no seed in common
   */
  public static RunComparison of(Side first, Side second, int comparisons) {
    var a = first.leaderboard().experiment();
    var b = second.leaderboard().experiment();
    if (!a.task().equals(b.task()) || a.dataSeed() != b.dataSeed()) {
      throw new IllegalArgumentException(
          "The runs are on task %s with data seed %d and on task %s with data seed %d. Give runs of the same task and data seed."
              .formatted(a.task(), a.dataSeed(), b.task(), b.dataSeed()));
    }
    var ofFirst = new HashMap<Long, Entry>();
    first.leaderboard().entries().forEach(entry -> ofFirst.put(entry.seed(), entry));
    var costs = new ArrayList<CostRatio.Pair>();
    int[] counts = new int[4];
    for (var other : second.leaderboard().entries()) {
      var one = ofFirst.get(other.seed());
      if (one == null) {
        continue;
      }
      costs.add(
          new CostRatio.Pair(first.cost(one), solved(one), second.cost(other), solved(other)));
      if (first.follows(one.seed()) && second.follows(one.seed())) {
        counts[(solved(one) ? 0 : 2) + (solved(other) ? 0 : 1)]++;
      }
    }
    int followed = counts[0] + counts[1] + counts[2] + counts[3];
    if (followed == 0) {
      throw new IllegalArgumentException(
          "The runs have no seed in common that both followed to its end. Give both the same seeds, and no pruning or a control arm.");
    }
    double error = 0.05 / comparisons;
    return new RunComparison(
        followed,
        counts[0] + counts[1],
        counts[0] + counts[2],
        PairedDifference.of(
            new PairedDifference.Pairs(counts[0], counts[1], counts[2], counts[3]), error),
        CostRatio.of(costs, error));
  }

  private static boolean solved(Entry entry) {
    return entry.outcome() == Outcome.SOLVED;
  }
}
