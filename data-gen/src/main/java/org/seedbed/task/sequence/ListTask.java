package org.seedbed.task.sequence;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** A task on a list of values 0 … 5, or of 0 … 127 if its name ends with {@code -128}. */
public final class ListTask extends SequenceTask {
  private static final Values SIX = new Values(Alphabet.ofNumbers(6, ""), TRAINING_LENGTH);

  /** As of Grefenstette et al., 2015, section 4.1. */
  private static final Values MANY = new Values(Alphabet.ofNumbers(128, ""), 64);

  private final Alphabet alphabet;
  private final UnaryOperator<int[]> oracle;
  private final int divisor;
  private final int outputsPerInput;

  /** The values of lists, and the largest length of training. */
  private record Values(Alphabet alphabet, int trainingLength) {}

  /**
   * @param rest of the description, after "a list of values"
   * @param oracle maps the list of values to the expected output
   * @param divisor of the length of every output
   * @param outputsPerInput length of the output divided by that of the list
   */
  private ListTask(
      Names names,
      Values values,
      String rest,
      UnaryOperator<int[]> oracle,
      int divisor,
      int outputsPerInput) {
    super(
        names,
        values.trainingLength,
        "a list of values 0 … %d%s".formatted(values.alphabet.values() - 1, rest),
        values.alphabet);
    this.alphabet = values.alphabet;
    this.oracle = oracle;
    this.divisor = divisor;
    this.outputsPerInput = outputsPerInput;
  }

  static ListTask copy() {
    return copy(published("copy"), SIX);
  }

  static ListTask reverse() {
    return reverse(published("reverse"), SIX);
  }

  static ListTask sort() {
    return new ListTask(
        published("sort"),
        SIX,
        ": the list in ascending order",
        list -> Arrays.stream(list).sorted().toArray(),
        1,
        1);
  }

  static ListTask duplicate() {
    return new ListTask(
        published("duplicate"),
        SIX,
        ", padded to twice its length: the list twice",
        list -> IntStream.range(0, 2 * list.length).map(i -> list[i % list.length]).toArray(),
        2,
        2);
  }

  /** A task of Grefenstette et al., 2015, with few values. */
  static ListTask bigramFlip() {
    return bigramFlip(Names.unchanged("sequence/bigram-flip"), SIX);
  }

  /** A task of Grefenstette et al., 2015. */
  static ListTask copyOfMany() {
    return copy(Names.unchanged("sequence/copy-128"), MANY);
  }

  /** A task of Grefenstette et al., 2015. */
  static ListTask reverseOfMany() {
    return reverse(Names.unchanged("sequence/reverse-128"), MANY);
  }

  /** A task of Grefenstette et al., 2015. */
  static ListTask bigramFlipOfMany() {
    return bigramFlip(Names.unchanged("sequence/bigram-flip-128"), MANY);
  }

  private static ListTask copy(Names names, Values values) {
    return new ListTask(names, values, ": the same list", int[]::clone, 1, 1);
  }

  private static ListTask reverse(Names names, Values values) {
    return new ListTask(
        names,
        values,
        ": the list in reverse order",
        list -> IntStream.range(0, list.length).map(i -> list[list.length - 1 - i]).toArray(),
        1,
        1);
  }

  private static ListTask bigramFlip(Names names, Values values) {
    return new ListTask(
        names,
        values,
        ", of even length: the list with the two values of each pair swapped",
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
    return exampleOf(drawValues(positions(length) / outputsPerInput, alphabet.values(), random));
  }

  /** Returns the example with this list of values. */
  public SequenceExample exampleOf(int... list) {
    int[] output = oracle.apply(list);
    int[] input = Arrays.copyOf(symbols(list), output.length);
    return new SequenceExample(alphabet, input, symbols(output));
  }

  private int[] symbols(int[] values) {
    return Arrays.stream(values).map(alphabet::symbol).toArray();
  }
}
