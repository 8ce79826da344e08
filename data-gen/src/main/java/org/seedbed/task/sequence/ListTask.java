package org.seedbed.task.sequence;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** A task on a list of values 0 … 5. */
public final class ListTask extends SequenceTask {
  private static final Alphabet SIX_VALUES = Alphabet.ofNumbers(6, "");

  private final UnaryOperator<int[]> oracle;
  private final int divisor;
  private final int outputsPerInput;

  /**
   * @param oracle maps the list of values to the expected output
   * @param divisor of the length of every output
   * @param outputsPerInput length of the output divided by that of the list
   */
  private ListTask(
      Names names,
      String description,
      UnaryOperator<int[]> oracle,
      int divisor,
      int outputsPerInput) {
    super(names, TRAINING_LENGTH, description, SIX_VALUES);
    this.oracle = oracle;
    this.divisor = divisor;
    this.outputsPerInput = outputsPerInput;
  }

  private static ListTask of(String name, String description, UnaryOperator<int[]> oracle) {
    return new ListTask(published(name), description, oracle, 1, 1);
  }

  static ListTask copy() {
    return of("copy", "a list of values 0 … 5: the same list", int[]::clone);
  }

  static ListTask reverse() {
    return of(
        "reverse",
        "a list of values 0 … 5: the list in reverse order",
        list -> IntStream.range(0, list.length).map(i -> list[list.length - 1 - i]).toArray());
  }

  static ListTask sort() {
    return of(
        "sort",
        "a list of values 0 … 5: the list in ascending order",
        list -> Arrays.stream(list).sorted().toArray());
  }

  static ListTask duplicate() {
    return new ListTask(
        published("duplicate"),
        "a list of values 0 … 5, padded to twice its length: the list twice",
        list -> IntStream.range(0, 2 * list.length).map(i -> list[i % list.length]).toArray(),
        2,
        2);
  }

  /** A task of Grefenstette et al., 2015. */
  static ListTask bigramFlip() {
    return new ListTask(
        Names.unchanged("sequence/bigram-flip"),
        "a list of values 0 … 5, of even length: the list with the two values of each pair swapped",
        list -> IntStream.range(0, list.length).map(i -> list[i ^ 1]).toArray(),
        2,
        1);
  }

  @Override
  public int shortestLength() {
    return divisor;
  }

  @Override
  int positions(int length) {
    return length / divisor * divisor;
  }

  @Override
  SequenceExample draw(int length, SplittableRandom random) {
    return exampleOf(drawValues(positions(length) / outputsPerInput, SIX_VALUES.values(), random));
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
