package org.seedbed.task;

/** A level was asked for whose examples need more memory cells than the modulus gives. */
public final class LevelDoesNotFitException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  LevelDoesNotFitException(String task, int length, int needed, int modulus) {
    super(
        "Level "
            + length
            + " of task '"
            + task
            + "' needs M = "
            + needed
            + " memory cells, but M is "
            + modulus
            + ". Raise the modulus to "
            + needed
            + " or lower the level.");
  }

  /**
   * The modulus to use: the one asked for if {@code needed} cells fit, else an exception.
   *
   * @throws LevelDoesNotFitException when they do not fit
   */
  public static int check(String task, int length, int needed, int modulus) {
    if (needed > modulus) {
      throw new LevelDoesNotFitException(task, length, needed, modulus);
    }
    return modulus;
  }
}
