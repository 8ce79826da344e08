package org.seedbed.model.nram;

/**
 * Hyperparameters of the Neural RAM.
 *
 * @param registers R, 1 or more
 * @param hidden units of the controller, 1 or more
 * @param controller kind of controller
 * @param dropoutKeep share of hidden units kept in training, in (0, 1]; 1 for no dropout
 * @param entropyBonus weight of the selectors' entropy, subtracted from the loss; 0 for none
 * @param entropyHalfLife steps in which that weight halves, above 0
 * @param probabilityFloor ε in log max(x, ε), above 0
 */
public record NramSettings(
    int registers,
    int hidden,
    ControllerKind controller,
    double dropoutKeep,
    double entropyBonus,
    double entropyHalfLife,
    double probabilityFloor) {
  public static final NramSettings DEFAULTS =
      new NramSettings(4, 64, ControllerKind.FEED_FORWARD, 1.0, 0.1, 200, 1e-6);

  public NramSettings {
    check(registers >= 1, "registers", registers, "1 or more");
    check(hidden >= 1, "hidden", hidden, "1 or more");
    check(dropoutKeep > 0 && dropoutKeep <= 1, "dropoutKeep", dropoutKeep, "in (0, 1]");
    check(entropyBonus >= 0, "entropyBonus", entropyBonus, "0 or more");
    check(entropyHalfLife > 0, "entropyHalfLife", entropyHalfLife, "above 0");
    check(probabilityFloor > 0, "probabilityFloor", probabilityFloor, "above 0");
  }

  private static void check(boolean valid, String name, Number value, String allowed) {
    if (!valid) {
      throw new IllegalArgumentException(name + " is " + value + ", must be " + allowed);
    }
  }

  /** What turns the registers into selectors. */
  public enum ControllerKind {
    FEED_FORWARD,
    LSTM
  }
}
