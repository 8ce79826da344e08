package org.seedbed.task;

/**
 * An example as datasets hold it: what is given in each cell, and what is asked for. Shared, not to
 * be written.
 *
 * @param input a value each, 0 or more
 * @param expected a value each, or −1 where nothing is asked
 */
@SuppressWarnings("ArrayRecordComponent") // Never written after the constructor.
public record StoredExample(int[] input, int[] expected) {
  public static final int NOT_ASKED = -1;

  public StoredExample {
    if (input.length != expected.length) {
      throw new IllegalArgumentException(
          "input and expected have %d and %d cells, must have as many"
              .formatted(input.length, expected.length));
    }
  }

  /** Number of cells. */
  public int size() {
    return input.length;
  }
}
