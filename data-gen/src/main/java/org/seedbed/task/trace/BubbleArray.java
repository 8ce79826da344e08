package org.seedbed.task.trace;

import static org.seedbed.task.trace.Vocabulary.Field.BLANK;

import java.util.Arrays;

/**
 * An array of n digits with three pointers: two neighbouring ones, of which the second may pass the
 * end, and one that counts passes up to n − 1.
 */
final class BubbleArray implements World {
  static final Call SWAP = Call.act(1, 0, 0);
  private static final int LEFT = 2;
  private static final int RIGHT = 3;

  private final int[] sorted;
  private final int[] values;
  private final int[] pointers = {0, 1, 0};

  /** Pointers into the array. */
  enum Pointer {
    P1(1),
    P2(2),
    P3(3);

    private final int argument;

    Pointer(int argument) {
      this.argument = argument;
    }
  }

  BubbleArray(int[] input) {
    values = input.clone();
    sorted = input.clone();
    Arrays.sort(sorted);
  }

  static Call left(Pointer pointer) {
    return Call.act(LEFT, pointer.argument, 0);
  }

  static Call right(Pointer pointer) {
    return Call.act(RIGHT, pointer.argument, 0);
  }

  private int at(int pointer) {
    return pointers[pointer] < values.length ? values[pointers[pointer]] : BLANK;
  }

  boolean isAtStart() {
    return pointers[0] == 0;
  }

  boolean isPastEnd() {
    return pointers[1] >= values.length;
  }

  boolean isCountedOut() {
    return pointers[2] >= values.length - 1;
  }

  boolean isRising() {
    return at(0) <= at(1);
  }

  @Override
  public int[] observation() {
    return new int[] {
      at(0), at(1), isAtStart() ? 1 : 0, isPastEnd() ? 1 : 0, isCountedOut() ? 1 : 0
    };
  }

  @Override
  public boolean act(Call call) {
    if (call.equals(Call.NOTHING)) {
      return true;
    }
    if (call.equals(SWAP)) {
      return swap();
    }
    boolean moves = call.first() == LEFT || call.first() == RIGHT;
    if (!moves || call.second() == 0) {
      return false;
    }
    int pointer = call.second() - 1;
    int to = pointers[pointer] + (call.first() == LEFT ? -1 : 1);
    if (to < 0 || to > values.length) {
      return false;
    }
    pointers[pointer] = to;
    return true;
  }

  private boolean swap() {
    if (at(0) == BLANK || at(1) == BLANK) {
      return false;
    }
    int kept = values[pointers[0]];
    values[pointers[0]] = values[pointers[1]];
    values[pointers[1]] = kept;
    return true;
  }

  @Override
  public boolean isSolved() {
    return Arrays.equals(values, sorted);
  }

  /** Returns the digits and the pointers. */
  @Override
  public String toString() {
    return Arrays.toString(values) + " pointers " + Arrays.toString(pointers);
  }
}
