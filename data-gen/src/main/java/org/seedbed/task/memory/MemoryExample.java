package org.seedbed.task.memory;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.seedbed.task.StoredExample;

/**
 * A memory before and after, and which of its cells are output. Immutable.
 *
 * <p>All three arrays have M elements, values 0 … M−1.
 */
public final class MemoryExample {
  private final int[] input;
  private final int[] expected;
  private final boolean[] output;

  /**
   * @param input content of each cell at the start
   * @param expected content of each cell at the end; read only where {@code output} is true
   * @param output whether each cell is output
   * @throws IllegalArgumentException if the lengths differ or a value is outside 0 … M−1
   */
  public MemoryExample(int[] input, int[] expected, boolean[] output) {
    this.input = input.clone();
    this.expected = expected.clone();
    this.output = output.clone();
    int modulus = input.length;
    if (expected.length != modulus || output.length != modulus) {
      throw new IllegalArgumentException(
          "input, expected and output have "
              + modulus
              + ", "
              + expected.length
              + " and "
              + output.length
              + " cells, must be equal");
    }
    for (int cell = 0; cell < modulus; cell++) {
      checkValue(input[cell], cell, modulus);
      checkValue(expected[cell], cell, modulus);
    }
  }

  /**
   * Returns an example whose output cells are those with an expected value.
   *
   * @param expected content of each cell at the end, or {@link StoredExample#NOT_ASKED}
   */
  static MemoryExample of(int[] input, int[] expected) {
    int[] after = expected.clone();
    boolean[] output = new boolean[expected.length];
    for (int cell = 0; cell < expected.length; cell++) {
      output[cell] = expected[cell] != StoredExample.NOT_ASKED;
      after[cell] = output[cell] ? expected[cell] : input[cell];
    }
    return new MemoryExample(input, after, output);
  }

  /**
   * Returns the content of each output cell at the end, {@link StoredExample#NOT_ASKED} elsewhere.
   */
  int[] expectedOutput() {
    return IntStream.range(0, modulus())
        .map(cell -> output[cell] ? expected[cell] : StoredExample.NOT_ASKED)
        .toArray();
  }

  private static void checkValue(int value, int cell, int modulus) {
    if (value < 0 || value >= modulus) {
      throw new IllegalArgumentException(
          "cell " + cell + " holds " + value + ", must hold 0 … " + (modulus - 1));
    }
  }

  /** Returns M, the number of cells and of distinct integers. */
  public int modulus() {
    return input.length;
  }

  /** Returns the content of a cell at the start. */
  public int input(int cell) {
    return input[cell];
  }

  /** Returns the content of a cell at the end; meaningful only if {@link #isOutput}. */
  public int expected(int cell) {
    return expected[cell];
  }

  /** Returns whether the cell is output. */
  public boolean isOutput(int cell) {
    return output[cell];
  }

  /** Returns a copy of the memory at the start. */
  public int[] inputMemory() {
    return input.clone();
  }

  /** Returns whether every output cell has the expected content. */
  public boolean isSolvedBy(int[] memory) {
    return wrongCells(memory) == 0;
  }

  /** Returns the number of output cells that do not have the expected content. */
  public int wrongCells(int[] memory) {
    return (int)
        IntStream.range(0, modulus()).filter(c -> output[c] && memory[c] != expected[c]).count();
  }

  /** Returns the number of output cells. */
  public int outputCells() {
    return (int) IntStream.range(0, modulus()).filter(c -> output[c]).count();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MemoryExample that
        && Arrays.equals(input, that.input)
        && Arrays.equals(expected, that.expected)
        && Arrays.equals(output, that.output);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Arrays.hashCode(input) + Arrays.hashCode(expected)) + Arrays.hashCode(output);
  }

  /**
   * Returns the memory before, an arrow, and the memory after with a dot for each cell that is not
   * output.
   */
  @Override
  public String toString() {
    return Arrays.stream(input).mapToObj(String::valueOf).collect(Collectors.joining(" "))
        + " → "
        + IntStream.range(0, modulus())
            .mapToObj(cell -> output[cell] ? String.valueOf(expected[cell]) : "·")
            .collect(Collectors.joining(" "));
  }
}
