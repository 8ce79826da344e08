package org.seedbed.model.stack;

import java.util.List;
import org.seedbed.task.Bounds;

/**
 * Settings of an LSTM with a continuous stack, queue or double-ended queue, or without a memory as
 * the control of those.
 *
 * @param hiddenSize H: number of LSTM cells, 1 to 4096
 * @param valueSize M: numbers in each value of the memory, 1 to 1024; without effect if there is no
 *     memory
 * @param memory where values are put, and where they are taken from
 * @param popBias initial bias of the strengths of taking; without effect if there is no memory
 * @param readsPadding whether the padding of an input that is shorter than its answer is read
 *     before its symbols
 */
public record NeuralStackSettings(
    int hiddenSize, int valueSize, Memory memory, double popBias, boolean readsPadding) {
  /** Where values are put, and where they are taken from. */
  public enum Memory {
    /** Put at the top and taken from there: the last first. */
    STACK,
    /** Put at the top and taken from the bottom: the first first. */
    QUEUE,
    /** Put at both ends and taken from both, with strengths of their own; the top comes first. */
    DEQUE,
    /** No values: the LSTM alone. */
    NONE;

    /** Ends where a value is put at each step. */
    List<End> puts() {
      return switch (this) {
        case STACK, QUEUE -> List.of(End.TOP);
        case DEQUE -> List.of(End.TOP, End.BOTTOM);
        case NONE -> List.of();
      };
    }

    /** Ends that are taken from and read at each step. */
    List<End> takes() {
      return switch (this) {
        case STACK -> List.of(End.TOP);
        case QUEUE -> List.of(End.BOTTOM);
        case DEQUE -> List.of(End.TOP, End.BOTTOM);
        case NONE -> List.of();
      };
    }
  }

  /** An end of a memory. */
  enum End {
    TOP,
    BOTTOM
  }

  public NeuralStackSettings {
    Bounds.check("hiddenSize", hiddenSize, 1, 4096);
    Bounds.check("valueSize", valueSize, 1, 1024);
    Bounds.check(Math.abs(popBias) <= 100, "popBias", popBias, "in [-100, 100]");
  }
}
