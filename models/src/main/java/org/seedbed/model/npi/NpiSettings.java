package org.seedbed.model.npi;

import org.seedbed.task.Bounds;

/**
 * Hyperparameters of the Neural Programmer-Interpreter.
 *
 * @param encoding E: size of the state encoding, 1 or more
 * @param hiddenSize H: hidden size of each of the two LSTM layers, 1 or more
 * @param embedding D: size of a program's embedding and of its key, 1 or more
 * @param weighting weight of a frame that occurs several times in the traces of a batch
 * @param weightByLoss share of a step's weight that is proportional to the seed's present loss of
 *     the step, 0 … 1; 0 for none. Training then works on what the seed still gets wrong
 * @param frames which frames of a step's traces a seed trains on
 * @param subprograms whether the programs of another task that the task's programs call are learnt
 *     first
 */
public record NpiSettings(
    int encoding,
    int hiddenSize,
    int embedding,
    Weighting weighting,
    double weightByLoss,
    FrameDraw frames,
    Subprograms subprograms) {
  /** Settings of the recorded searches; smaller than the published sizes (128 and 256). */
  public static final NpiSettings DEFAULTS =
      new NpiSettings(64, 64, 16, Weighting.DISTINCT, 0, FrameDraw.ALL, Subprograms.NONE);

  public NpiSettings {
    Bounds.check("encoding", encoding, 1, 8192);
    Bounds.check("hiddenSize", hiddenSize, 1, 8192);
    Bounds.check("embedding", embedding, 1, 8192);
    Bounds.check(weightByLoss >= 0 && weightByLoss <= 1, "weightByLoss", weightByLoss, "0 … 1");
    Bounds.check(
        weightByLoss == 0 || frames.rule() == FrameDraw.Rule.ALL,
        "weightByLoss",
        weightByLoss,
        "0 if frames.rule is not ALL");
  }

  /** Whether the weights in the loss depend on the seed's own losses. */
  boolean byOwnLosses() {
    return weightByLoss > 0 || frames.rule() != FrameDraw.Rule.ALL;
  }

  /**
   * The programs of another task that the task's programs call, as multiplication's call those of
   * addition.
   *
   * @param steps number of training steps, the first ones, on their frames alone; 0 for none
   * @param frozen whether the parameters of the other task's network then stay as they are, so that
   *     training changes only those that the task adds (section 4.4 of Reed and de Freitas, ICLR
   *     2016, where programs are added to a fixed core)
   */
  public record Subprograms(long steps, boolean frozen) {
    /** All programs are learnt together. */
    public static final Subprograms NONE = new Subprograms(0, false);

    public Subprograms {
      Bounds.check("subprograms.steps", steps, 0, Integer.MAX_VALUE);
      Bounds.check(
          !frozen || steps > 0, "subprograms.steps", steps, "1 or more if subprograms.frozen");
    }
  }

  /** Weight of a frame in the loss. */
  public enum Weighting {
    /** Its number of occurrences in the traces, as published. */
    COUNT,
    /** One, however often it occurs in the traces. */
    DISTINCT
  }
}
