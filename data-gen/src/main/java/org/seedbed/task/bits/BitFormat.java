package org.seedbed.task.bits;

import org.seedbed.task.Bounds;

/**
 * What the steps of a task consist of.
 *
 * @param inputBits bits of a step's input, markers included, 1 to 16
 * @param outputBits bits of an answer, 1 to 16
 * @param numbers a number that may come with a step's input
 */
public record BitFormat(int inputBits, int outputBits, Numbers numbers) {
  /**
   * Numbers from 1, as a network reads them: (number − mean) · scale.
   *
   * @param scale 0 if there are no numbers
   */
  public record Numbers(double mean, double scale) {
    /** No numbers. */
    public static final Numbers NONE = new Numbers(0, 0);
  }

  public BitFormat {
    Bounds.check("inputBits", inputBits, 1, 16);
    Bounds.check("outputBits", outputBits, 1, 16);
  }

  /** Whether a number may come with a step's input. */
  public boolean hasNumbers() {
    return numbers.scale() != 0;
  }

  /** Returns the number of rows of a step's input. */
  public int inputRows() {
    return inputBits + (hasNumbers() ? 1 : 0);
  }
}
