package org.seedbed.task.trace;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * Four rows of digits, each with a pointer: the two numbers to add, the carries and the sum.
 * Pointers start at the rightmost column.
 */
final class Scratchpad implements World {
  private static final int WRITE = 1;
  private static final int LEFT = 2;
  private static final int RIGHT = 3;
  private static final int ROOM = 2;

  /** Also the value of a position without a digit. */
  private final int radix;

  private final int[][] rows = new int[Row.values().length][];
  private final int[] pointers = new int[Row.values().length];
  private final int columns;
  private final BigInteger sum;

  /** Rows of the scratchpad. */
  enum Row {
    IN1(0),
    IN2(1),
    CARRY(2),
    OUT(3);

    private final int index;

    Row(int index) {
      this.index = index;
    }

    private int argument() {
      return index + 1;
    }
  }

  /**
   * @param input two numbers in rows of equal length, padded with {@code radix} on the left
   * @param radix of the digits, 2 … 16
   */
  Scratchpad(int[] input, int radix) {
    this.radix = radix;
    int digits = input.length / 2;
    columns = digits + ROOM;
    for (int row = 0; row < rows.length; row++) {
      rows[row] = new int[columns];
      Arrays.fill(rows[row], radix);
      pointers[row] = columns - 1;
    }
    for (int n = 0; n < 2; n++) {
      System.arraycopy(input, n * digits, rows[n], ROOM, digits);
    }
    sum = number(rows[0]).add(number(rows[1]));
  }

  /** Puts the sum in place of the second number, and all pointers at the right end again. */
  void takeSum() {
    rows[Row.IN2.index] = rows[Row.OUT.index].clone();
    clear(Row.CARRY);
    clear(Row.OUT);
    Arrays.fill(pointers, columns - 1);
  }

  private void clear(Row row) {
    Arrays.fill(rows[row.index], radix);
  }

  /** Appends a zero to the first number; its leftmost column is lost. */
  void appendZero() {
    int[] row = rows[Row.IN1.index];
    System.arraycopy(row, 1, row, 0, columns - 1);
    row[columns - 1] = 0;
  }

  /** Returns the number in a row, 0 for none. */
  BigInteger number(Row row) {
    return number(rows[row.index]);
  }

  static Call write(Row row, int digit) {
    return Call.act(WRITE, row.argument(), digit + 1);
  }

  static Call left(Row row) {
    return Call.act(LEFT, row.argument(), 0);
  }

  static Call right(Row row) {
    return Call.act(RIGHT, row.argument(), 0);
  }

  /** Returns the number that digits stand for, 0 for none. */
  BigInteger number(int[] row) {
    var text = new StringBuilder("0");
    Arrays.stream(row)
        .filter(digit -> digit != radix)
        .forEach(digit -> text.append(Vocabulary.digit(digit, radix)));
    return new BigInteger(text.toString(), radix);
  }

  private int at(int row) {
    return rows[row][pointers[row]];
  }

  /** Returns the digit under a row's pointer, 0 for a blank. */
  int digit(Row row) {
    return at(row.index) % radix;
  }

  /** Returns whether nothing is left to add. */
  boolean isDone() {
    return at(0) == radix && at(1) == radix && at(2) == radix;
  }

  @Override
  public int[] observation() {
    return new int[] {at(0), at(1), at(2), at(3)};
  }

  @Override
  public boolean act(Call call) {
    if (call.equals(Call.NOTHING)) {
      return true;
    }
    int row = call.second() - 1;
    boolean writes = call.first() == WRITE;
    if (row < 0 || writes == (call.third() == 0)) {
      return false;
    }
    if (writes) {
      rows[row][pointers[row]] = call.third() - 1;
      return true;
    }
    int to = pointers[row] + (call.first() == LEFT ? -1 : 1);
    boolean moves = (call.first() == LEFT || call.first() == RIGHT) && to >= 0 && to < columns;
    if (moves) {
      pointers[row] = to;
    }
    return moves;
  }

  /** Whether the sum is written; nothing written is no sum, not even of zeros. */
  @Override
  public boolean isSolved() {
    int[] out = rows[Row.OUT.index];
    return Arrays.stream(out).anyMatch(digit -> digit != radix) && number(out).equals(sum);
  }

  /** Returns the four rows. */
  @Override
  public String toString() {
    var text = new StringBuilder();
    for (var row : Row.values()) {
      text.append("%-5s ".formatted(row));
      Arrays.stream(rows[row.index]).forEach(d -> text.append(Vocabulary.digit(d, radix)));
      text.append('\n');
    }
    return text.toString();
  }
}
