package org.seedbed.model.seq2seq;

import org.seedbed.task.Bounds;

/**
 * Settings of an LSTM sequence-to-sequence model.
 *
 * @param hiddenSize H: number of cells of the encoder and of the decoder, 1 to 4096
 * @param attention whether the decoder attends to the encoder's states
 * @param reversedInput whether the encoder reads the input from its end
 * @param initialBound weights are drawn from ± this, above 0
 * @param forgetBias initial bias of the forget gates
 */
public record SequenceToSequenceSettings(
    int hiddenSize,
    boolean attention,
    boolean reversedInput,
    double initialBound,
    double forgetBias) {
  public SequenceToSequenceSettings {
    Bounds.check("hiddenSize", hiddenSize, 1, 4096);
    Bounds.check(
        initialBound > 0 && initialBound <= 100, "initialBound", initialBound, "in (0, 100]");
    Bounds.check(Math.abs(forgetBias) <= 100, "forgetBias", forgetBias, "in [-100, 100]");
  }
}
