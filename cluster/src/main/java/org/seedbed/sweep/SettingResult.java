package org.seedbed.sweep;

import java.util.BitSet;
import java.util.Comparator;
import java.util.Optional;
import org.seedbed.experiment.Experiment;
import org.seedbed.record.SeedOutcome;
import org.seedbed.statistics.PairedDifference.Pairs;
import org.seedbed.statistics.WilsonInterval;

/**
 * What the seeds of a setting have come to.
 *
 * @param setting its number
 * @param tried seeds that trained until they solved the task, or to the last step
 * @param solved number of them that solved it
 * @param generalized number of those that are right at every length that was tried
 * @param diverged number of seeds that diverged
 * @param solvedCost mean core-seconds of a seed that solved the task; 0 if none did
 * @param unsolvedCost mean core-seconds of a seed that did not; if all did, those of a seed that
 *     trains to the last step
 * @param exact mean share of held-out examples that are right, 0 … 1
 */
public record SettingResult(
    int setting,
    int tried,
    int solved,
    int generalized,
    int diverged,
    double solvedCost,
    double unsolvedCost,
    double exact) {
  /** Best first: by what a solved seed costs, then by held-out examples if none was solved. */
  static final Comparator<SettingResult> ORDER =
      Comparator.<SettingResult, Boolean>comparing(result -> result.solved == 0)
          .thenComparing(result -> result.solved == 0 ? 0 : result.shrunkenCost())
          .thenComparing(result -> -result.exact)
          .thenComparing(SettingResult::unsolvedCost)
          .thenComparing(SettingResult::setting);

  /** Returns the interval of the share of seeds that solve the task, 95 %. */
  public WilsonInterval share() {
    return WilsonInterval.of(solved, tried);
  }

  /** Returns the core-seconds per solved seed; empty if none was solved. */
  public Optional<Double> costPerSolved() {
    return solved == 0 ? Optional.empty() : Optional.of(costAt(solved / (double) tried));
  }

  /**
   * Returns what a solved seed costs at least, at 95 % confidence of the share. The mean costs of
   * solved and of unsolved seeds count as known.
   */
  public double costLow() {
    return costAt(share().high());
  }

  /** Returns what a solved seed costs at most, as {@link #costLow}; empty if none was solved. */
  public Optional<Double> costHigh() {
    return solved == 0 ? Optional.empty() : Optional.of(costAt(share().low()));
  }

  /** The cost of a solved seed, and of those that fail until one is: (1 − p) / p of them. */
  private double costAt(double share) {
    return solvedCost + unsolvedCost * (1 - share) / share;
  }

  /**
   * The cost by which settings are ordered: as if half a seed of one more had been solved, so that
   * one lucky seed of a few does not win.
   */
  double shrunkenCost() {
    return costAt((solved + 0.5) / (tried + 1));
  }

  /** The outcomes of one setting, summed over its seeds, which may come in any order. */
  static final class Sums {
    private final Experiment experiment;
    private final int longest;
    private final BitSet solved = new BitSet();
    private int tried;
    private int generalized;
    private int diverged;
    private double solvedWork;
    private double unsolvedWork;
    private long exact;

    Sums(Experiment experiment) {
      this.experiment = experiment;
      this.longest =
          experiment.evaluation().lengths().stream().max(Comparator.naturalOrder()).orElse(0);
    }

    /**
     * Adds a seed.
     *
     * @param work of it, in steps on the last level
     */
    void add(SeedOutcome outcome, double work) {
      tried++;
      if (outcome.solved()) {
        solvedWork += rounded(work);
      } else {
        unsolvedWork += rounded(work);
      }
      if (outcome.diverged()) {
        diverged++;
        return;
      }
      // Whole examples, whose sum does not depend on the order of populations.
      exact += Math.round(outcome.score().exact() * experiment.evaluation().examples());
      if (outcome.solved()) {
        solved.set((int) (outcome.seed() - experiment.seeds().first()));
        generalized += outcome.generalizes() >= longest ? 1 : 0;
      }
    }

    /** Sums of multiples of a power of two do not depend on their order. */
    private static double rounded(double work) {
      return Math.rint(work * 1024) / 1024;
    }

    /**
     * Returns the result.
     *
     * @param stepSeconds core-seconds of a step of a seed on the last level
     * @param wholeWork steps on the last level of a seed that trains to the last step
     */
    SettingResult result(int setting, double stepSeconds, double wholeWork) {
      int successes = solved.cardinality();
      int failures = tried - successes;
      return new SettingResult(
          setting,
          tried,
          successes,
          generalized,
          diverged,
          successes == 0 ? 0 : solvedWork * stepSeconds / successes,
          stepSeconds * (failures == 0 ? wholeWork : unsolvedWork / failures),
          exact / ((double) tried * experiment.evaluation().examples()));
    }

    /** Whether a seed solved the task, by its place among the sweep's. */
    boolean hasSolved(int seed) {
      return solved.get(seed);
    }

    /** Returns the seeds that this setting and another have both trained, by their results. */
    Pairs paired(Sums other) {
      int common = Math.min(tried, other.tried);
      int both = 0;
      int onlyThis = 0;
      int onlyOther = 0;
      for (int i = 0; i < common; i++) {
        both += solved.get(i) && other.solved.get(i) ? 1 : 0;
        onlyThis += solved.get(i) && !other.solved.get(i) ? 1 : 0;
        onlyOther += !solved.get(i) && other.solved.get(i) ? 1 : 0;
      }
      return new Pairs(both, onlyThis, onlyOther, common - both - onlyThis - onlyOther);
    }
  }
}
