package org.seedbed.sweep;

import java.util.Comparator;
import java.util.Optional;
import org.seedbed.statistics.WilsonInterval;

/**
 * What the seeds of a setting have come to.
 *
 * @param setting its number
 * @param tried seeds that trained until they solved the task, or to the last step
 * @param solved number of them that solved it
 * @param generalized number of those that are right at every length that was tried
 * @param diverged number of seeds that diverged
 * @param costPerSeed mean core-seconds of a seed: its steps, times those of a step
 * @param exact mean share of held-out examples that are right, 0 … 1
 */
public record SettingResult(
    int setting,
    int tried,
    int solved,
    int generalized,
    int diverged,
    double costPerSeed,
    double exact) {
  /** Best first: by what a solved seed costs, then by held-out examples if none was solved. */
  static final Comparator<SettingResult> ORDER =
      Comparator.<SettingResult, Boolean>comparing(result -> result.solved == 0)
          .thenComparing(result -> result.solved == 0 ? 0 : result.shrunkenCost())
          .thenComparing(result -> -result.exact)
          .thenComparing(SettingResult::costPerSeed)
          .thenComparing(SettingResult::setting);

  /** Returns the interval of the share of seeds that solve the task, 95 %. */
  public WilsonInterval share() {
    return WilsonInterval.of(solved, tried);
  }

  /** Returns the core-seconds per solved seed; empty if none was solved. */
  public Optional<Double> costPerSolved() {
    return solved == 0 ? Optional.empty() : Optional.of(costPerSeed * tried / solved);
  }

  /**
   * Returns what a solved seed costs at least, at 95 % confidence. It takes the mean cost of a seed
   * as known.
   */
  public double costLow() {
    return costPerSeed / share().high();
  }

  /** Returns what a solved seed costs at most, at 95 % confidence; empty if none was solved. */
  public Optional<Double> costHigh() {
    return solved == 0 ? Optional.empty() : Optional.of(costPerSeed / share().low());
  }

  /**
   * The cost by which settings are ordered: as if half a seed of one more had been solved, so that
   * one lucky seed of a few does not win.
   */
  double shrunkenCost() {
    return costPerSeed * (tried + 1) / (solved + 0.5);
  }
}
