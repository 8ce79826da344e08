package org.seedbed.task;

/** Thrown when a level's examples need more memory cells than the modulus provides. */
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
   * Returns {@code modulus} if {@code needed} cells fit.
   *
   * @throws LevelDoesNotFitException if they do not fit
   */
  public static int check(String task, int length, int needed, int modulus) {
    if (needed > modulus) {
      throw new LevelDoesNotFitException(task, length, needed, modulus);
    }
    return modulus;
  }
}
