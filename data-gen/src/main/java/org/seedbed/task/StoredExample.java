package org.seedbed.task;

/**
 * An example as stored in datasets: the input and the expected output of each cell. Callers must
 * not modify the arrays.
 *
 * @param input one value per cell, 0 or more
 * @param expected one value per cell, or −1 where no output is expected
 */
@SuppressWarnings("ArrayRecordComponent") // Never written after the constructor.
public record StoredExample(int[] input, int[] expected) {
  public static final int NOT_ASKED = -1;

  public StoredExample {
    if (input.length != expected.length) {
      throw new IllegalArgumentException(
          "input has %d cells and expected has %d, must be equal"
              .formatted(input.length, expected.length));
    }
  }

  /** Returns the number of cells. */
  public int size() {
    return input.length;
  }
}
