package org.seedbed.model.npi;

/**
 * Hyperparameters of the Neural Programmer-Interpreter.
 *
 * @param encoding E: units of the state encoding, 1 or more
 * @param hiddenSize H: units of each of the two LSTM layers, 1 or more
 * @param embedding D: units of a program's embedding and of its key, 1 or more
 * @param weighting what a frame counts that several traces of a batch have
 */
public record NpiSettings(int encoding, int hiddenSize, int embedding, Weighting weighting) {
  /** Smaller than the published sizes (128 and 256): those of the recorded searches. */
  public static final NpiSettings DEFAULTS = new NpiSettings(64, 64, 16, Weighting.DISTINCT);

  public NpiSettings {
    check("encoding", encoding);
    check("hiddenSize", hiddenSize);
    check("embedding", embedding);
  }

  private static void check(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + ", must be 1 or more");
    }
  }

  /** What a frame counts in the loss. */
  public enum Weighting {
    /** As often as the traces have it, as published. */
    COUNT,
    /** Once, however often the traces have it. */
    DISTINCT
  }
}
