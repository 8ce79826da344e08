package org.seedbed.statistics;

import java.util.Optional;

/**
 * The share of restarts that would solve a task if none were pruned, from a search with a control
 * arm. Pruned seeds count by their controls: a random part of the seeds that trained on after their
 * pruning. So the share is unbiased whatever the pruning rule looks at.
 *
 * <p>The interval adds two squared distances on each side (Zou and Donner, Statistics in Medicine
 * 2008): that of the seeds that were drawn, by Wilson's interval of the share, and that of the
 * controls that were drawn from the pruned seeds, by Wilson's interval of their own share.
 *
 * @param share 0 … 1
 * @param low lower end of the 95 % confidence interval
 * @param high upper end of the 95 % confidence interval
 * @param controls number of controls that trained on after their pruning
 */
public record ControlledShare(double share, double low, double high, int controls) {
  /**
   * The seeds of a search.
   *
   * @param seeds all seeds, 1 or more
   * @param solved seeds that solved the task and were not pruned before
   * @param pruned seeds that the rule pruned before they had solved the task, controls among them
   * @param controls those of them that trained on
   * @param solvedControls controls that solved the task after their pruning
   */
  public record Counts(int seeds, int solved, int pruned, int controls, int solvedControls) {
    public Counts {
      if (seeds < 1
          || solved < 0
          || solvedControls < 0
          || controls < solvedControls
          || pruned < controls
          || seeds < solved + pruned) {
        throw new IllegalArgumentException(
            "%d seeds, %d solved, %d pruned, %d controls, %d of them solved: must be parts of each other"
                .formatted(seeds, solved, pruned, controls, solvedControls));
      }
    }
  }

  /** Estimates the share. Empty if seeds were pruned and none of them trained on. */
  public static Optional<ControlledShare> of(Counts counts) {
    if (counts.pruned() > 0 && counts.controls() == 0) {
      return Optional.empty();
    }
    int seeds = counts.seeds();
    double pruned = counts.pruned() / (double) seeds;
    double ofPruned =
        counts.controls() == 0 ? 0 : counts.solvedControls() / (double) counts.controls();
    double share = counts.solved() / (double) seeds + pruned * ofPruned;
    var drawn = WilsonInterval.ofShare(share, seeds);
    double below = share - drawn.low();
    double above = drawn.high() - share;
    if (counts.pruned() > 0) {
      var controls = WilsonInterval.of(counts.solvedControls(), counts.controls());
      // Controls are drawn without replacement: where all trained on, nothing is left to guess.
      double guessed = pruned * Math.sqrt(1 - counts.controls() / (double) counts.pruned());
      below = Math.hypot(below, guessed * (ofPruned - controls.low()));
      above = Math.hypot(above, guessed * (controls.high() - ofPruned));
    }
    return Optional.of(
        new ControlledShare(
            share, Math.max(0, share - below), Math.min(1, share + above), counts.controls()));
  }
}
