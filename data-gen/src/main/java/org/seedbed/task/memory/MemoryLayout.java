package org.seedbed.task.memory;

import java.util.Arrays;

/** Builder of an input memory: M cells, initially 0. Not thread-safe. */
final class MemoryLayout {
  /** Source of the integers that an example is made of. */
  interface Draws {
    /** Returns an integer in {@code from … to}, inclusive. */
    int draw(int from, int to);
  }

  private final int[] cells;
  private final Draws draws;

  MemoryLayout(int modulus, Draws draws) {
    this.cells = new int[modulus];
    this.draws = draws;
  }

  int modulus() {
    return cells.length;
  }

  int get(int cell) {
    return cells[cell];
  }

  void set(int cell, int value) {
    cells[cell] = value;
  }

  /** Returns an integer in {@code from … to}, inclusive. */
  int draw(int from, int to) {
    return draws.draw(from, to);
  }

  /** Fills {@code count} cells from {@code first} with random values in {@code from … to}. */
  void fill(int first, int count, int from, int to) {
    for (int cell = first; cell < first + count; cell++) {
      cells[cell] = draw(from, to);
    }
  }

  /** Sets the cells starting at {@code first} to {@code values}. */
  void setAll(int first, int... values) {
    System.arraycopy(values, 0, cells, first, values.length);
  }

  /** Returns {@code from … from + count − 1} in random order (Fisher and Yates). */
  int[] shuffledRange(int from, int count) {
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      int j = draw(0, i);
      values[i] = values[j];
      values[j] = from + i;
    }
    return values;
  }

  /**
   * Returns the start cells of {@code count} nodes of {@code width} cells each, at random places in
   * {@code from … to − 1}, without overlap and in random order.
   */
  int[] placeNodes(int from, int to, int count, int width) {
    int spare = to - from - count * width;
    int[] gapBefore = new int[count];
    for (int i = 0; i < count; i++) {
      gapBefore[i] = draw(0, spare);
    }
    Arrays.sort(gapBefore);
    int[] order = shuffledRange(0, count);
    int[] starts = new int[count];
    for (int i = 0; i < count; i++) {
      starts[order[i]] = from + gapBefore[i] + i * width;
    }
    return starts;
  }

  int[] cells() {
    return cells;
  }
}
