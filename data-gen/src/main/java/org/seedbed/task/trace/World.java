package org.seedbed.task.trace;

/** An environment that programs observe and act on. Not thread-safe. */
public interface World {
  /** Returns one value per field of the vocabulary. */
  int[] observation();

  /**
   * Executes a primitive.
   *
   * @return false if it is impossible in the current state; the world is then unchanged
   */
  boolean act(Call call);

  /** Returns whether the world is in a state that solves the task. */
  boolean isSolved();
}
