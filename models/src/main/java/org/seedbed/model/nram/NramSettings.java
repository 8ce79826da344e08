package org.seedbed.model.nram;

import org.seedbed.task.Bounds;

/**
 * Hyperparameters of the Neural RAM.
 *
 * @param registers R, 1 or more
 * @param hiddenSize hidden size of the controller, 1 or more
 * @param controller kind of controller
 * @param dropoutKeepProbability share of hidden units kept in training, in (0, 1]; 1 for no dropout
 * @param entropyBonus weight of the selectors' entropy, subtracted from the loss; 0 for none
 * @param entropyHalfLife steps in which that weight halves, above 0
 * @param probabilityFloor ε in log max(x, ε), above 0
 */
public record NramSettings(
    int registers,
    int hiddenSize,
    ControllerKind controller,
    double dropoutKeepProbability,
    double entropyBonus,
    double entropyHalfLife,
    double probabilityFloor) {
  public static final NramSettings DEFAULTS =
      new NramSettings(4, 64, ControllerKind.FEED_FORWARD, 0.8, 4.5, 100, 1e-6);

  public NramSettings {
    Bounds.check("registers", registers, 1, 256);
    Bounds.check("hiddenSize", hiddenSize, 1, 8192);
    Bounds.check(
        dropoutKeepProbability > 0 && dropoutKeepProbability <= 1,
        "dropoutKeepProbability",
        dropoutKeepProbability,
        "in (0, 1]");
    Bounds.check(entropyBonus >= 0, "entropyBonus", entropyBonus, "0 or more");
    Bounds.check(entropyHalfLife > 0, "entropyHalfLife", entropyHalfLife, "above 0");
    Bounds.check(probabilityFloor > 0, "probabilityFloor", probabilityFloor, "above 0");
  }

  /** The same with other terms of training, which change no shape. */
  NramSettings withTerms(double keepProbability, double bonus, double halfLife) {
    return new NramSettings(
        registers, hiddenSize, controller, keepProbability, bonus, halfLife, probabilityFloor);
  }

  /** Returns the weight of the selectors' entropy at a training step. */
  double entropyBonusAt(long step) {
    return entropyBonus * Math.pow(0.5, step / entropyHalfLife);
  }

  /** Network that maps the registers to selectors. */
  public enum ControllerKind {
    FEED_FORWARD,
    LSTM
  }
}
