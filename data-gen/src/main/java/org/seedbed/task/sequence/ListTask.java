package org.seedbed.task.sequence;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** A task on a list of values 0 … 5, or of 0 … 127 if its name ends with {@code -128}. */
public final class ListTask extends SequenceTask {
  /** Largest length of training of Grefenstette et al., 2015, section 4.1. */
  private static final int TRANSDUCTION_LENGTH = 64;

  private static final Alphabet SIX_VALUES = Alphabet.ofNumbers(6, "");
  private static final Alphabet MANY_VALUES = Alphabet.ofNumbers(128, "");

  private final Alphabet alphabet;
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
      int trainingLength,
      String description,
      Alphabet alphabet,
      UnaryOperator<int[]> oracle,
      int divisor,
      int outputsPerInput) {
    super(names, trainingLength, description, alphabet);
    this.alphabet = alphabet;
    this.oracle = oracle;
    this.divisor = divisor;
    this.outputsPerInput = outputsPerInput;
  }

  private static ListTask of(String name, String description, UnaryOperator<int[]> oracle) {
    return new ListTask(published(name), TRAINING_LENGTH, description, SIX_VALUES, oracle, 1, 1);
  }

  static ListTask copy() {
    return of("copy", "a list of values 0 … 5: the same list", int[]::clone);
  }

  static ListTask reverse() {
    return of("reverse", "a list of values 0 … 5: the list in reverse order", ListTask::reversed);
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
        TRAINING_LENGTH,
        "a list of values 0 … 5, padded to twice its length: the list twice",
        SIX_VALUES,
        list -> IntStream.range(0, 2 * list.length).map(i -> list[i % list.length]).toArray(),
        2,
        2);
  }

  /** A task of Grefenstette et al., 2015, with few values. */
  static ListTask bigramFlip() {
    return new ListTask(
        Names.unchanged("sequence/bigram-flip"),
        TRAINING_LENGTH,
        "a list of values 0 … 5, of even length: the list with the two values of each pair swapped",
        SIX_VALUES,
        ListTask::flipped,
        2,
        1);
  }

  /** A task of Grefenstette et al., 2015, section 4.1. */
  static ListTask copyOfMany() {
    return ofMany("copy-128", "a list of values 0 … 127: the same list", int[]::clone, 1);
  }

  /** A task of Grefenstette et al., 2015, section 4.1. */
  static ListTask reverseOfMany() {
    return ofMany(
        "reverse-128",
        "a list of values 0 … 127: the list in reverse order",
        ListTask::reversed,
        1);
  }

  /** A task of Grefenstette et al., 2015, section 4.1. */
  static ListTask bigramFlipOfMany() {
    return ofMany(
        "bigram-flip-128",
        "a list of values 0 … 127, of even length: the list with the two values of each pair"
            + " swapped",
        ListTask::flipped,
        2);
  }

  private static ListTask ofMany(
      String name, String description, UnaryOperator<int[]> oracle, int divisor) {
    var names = Names.unchanged("sequence/" + name);
    return new ListTask(names, TRANSDUCTION_LENGTH, description, MANY_VALUES, oracle, divisor, 1);
  }

  private static int[] reversed(int[] list) {
    return IntStream.range(0, list.length).map(i -> list[list.length - 1 - i]).toArray();
  }

  private static int[] flipped(int[] list) {
    return IntStream.range(0, list.length).map(i -> list[i ^ 1]).toArray();
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
