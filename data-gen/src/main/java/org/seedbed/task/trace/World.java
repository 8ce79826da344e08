package org.seedbed.task.trace;

/** What programs observe and act on. Not shared. */
public interface World {
  /** A value for each of the vocabulary's fields. */
  int[] observation();

  /**
   * Carries out a primitive.
   *
   * @return false if it cannot be done here; the world is then as it was
   */
  boolean act(Call call);

  /** Whether the world is as the task wants it in the end. */
  boolean isSolved();
}
