package org.seedbed.task.sequence;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** A task on a list of values 0 … 5. */
public final class ListTask extends SequenceTask {
  private static final Alphabet SIX_VALUES = new Alphabet(6, "");

  private final UnaryOperator<int[]> oracle;
  private final int outputsPerInput;

  /**
   * @param oracle maps the list of values to the expected output
   * @param outputsPerInput length of the output divided by that of the list
   */
  private ListTask(
      String name, String description, UnaryOperator<int[]> oracle, int outputsPerInput) {
    super(name, description, SIX_VALUES);
    this.oracle = oracle;
    this.outputsPerInput = outputsPerInput;
  }

  static ListTask copy() {
    return new ListTask("copy", "a list of values 0 … 5: the same list", int[]::clone, 1);
  }

  static ListTask reverse() {
    return new ListTask(
        "reverse",
        "a list of values 0 … 5: the list in reverse order",
        list -> IntStream.range(0, list.length).map(i -> list[list.length - 1 - i]).toArray(),
        1);
  }

  static ListTask sort() {
    return new ListTask(
        "sort",
        "a list of values 0 … 5: the list in ascending order",
        list -> Arrays.stream(list).sorted().toArray(),
        1);
  }

  static ListTask duplicate() {
    return new ListTask(
        "duplicate",
        "a list of values 0 … 5, padded to twice its length: the list twice",
        list -> IntStream.range(0, 2 * list.length).map(i -> list[i % list.length]).toArray(),
        2);
  }

  @Override
  public int shortestLength() {
    return outputsPerInput;
  }

  @Override
  int positions(int length) {
    return length / outputsPerInput * outputsPerInput;
  }

  @Override
  SequenceExample draw(int length, SplittableRandom random) {
    return exampleOf(drawValues(length / outputsPerInput, SIX_VALUES.values(), random));
  }

  /** Returns the example with this list of values. */
  public SequenceExample exampleOf(int... list) {
    int[] output = oracle.apply(list);
    int[] input = Arrays.copyOf(symbols(list), output.length);
    return new SequenceExample(SIX_VALUES, input, symbols(output));
  }

  private static int[] symbols(int[] values) {
    return Arrays.stream(values).map(SIX_VALUES::symbol).toArray();
  }
}
