package org.seedbed.model.stack;

import org.seedbed.task.Bounds;

/**
 * Settings of an LSTM with a continuous stack or queue.
 *
 * @param hiddenSize H: number of LSTM cells, 1 to 4096
 * @param valueSize M: numbers in each value of the memory, 1 to 1024
 * @param memory whether values are taken from the end where they are put, or from the other
 * @param popBias initial bias of the strength of taking
 * @param readsPadding whether the padding of an input that is shorter than its answer is read
 *     before its symbols
 */
public record NeuralStackSettings(
    int hiddenSize, int valueSize, Memory memory, double popBias, boolean readsPadding) {
  /** Order in which values are taken. */
  public enum Memory {
    /** The last first. */
    STACK,
    /** The first first. */
    QUEUE
  }

  public NeuralStackSettings {
    Bounds.check("hiddenSize", hiddenSize, 1, 4096);
    Bounds.check("valueSize", valueSize, 1, 1024);
    Bounds.check(Math.abs(popBias) <= 100, "popBias", popBias, "in [-100, 100]");
  }
}
