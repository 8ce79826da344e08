package org.seedbed.task.sequence;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A sequence of n symbols and the expected symbols at some of its positions. Immutable.
 *
 * @see Alphabet
 */
public final class SequenceExample {
  /** Marks a position without an expected symbol. */
  public static final int NOT_ASKED = -1;

  private final Alphabet alphabet;
  private final int[] input;
  private final int[] expected;
  private final int padding;

  /**
   * @param input n symbols
   * @param expected n symbols, or {@link #NOT_ASKED} where none is expected
   * @throws IllegalArgumentException if the lengths differ or a symbol is not in the alphabet
   */
  public SequenceExample(Alphabet alphabet, int[] input, int[] expected) {
    this.alphabet = alphabet;
    this.input = input.clone();
    this.expected = expected.clone();
    if (input.length != expected.length || input.length == 0) {
      throw new IllegalArgumentException(
          "input has %d symbols and expected has %d, must be equal and 1 or more"
              .formatted(input.length, expected.length));
    }
    for (int i = 0; i < input.length; i++) {
      check(input[i], 0, i);
      check(expected[i], NOT_ASKED, i);
    }
    this.padding = paddingBehind(input);
  }

  private void check(int symbol, int least, int position) {
    if (symbol < least || symbol >= alphabet.size()) {
      throw new IllegalArgumentException(
          "position %d holds symbol %d, must be %d … %d"
              .formatted(position, symbol, least, alphabet.size() - 1));
    }
  }

  private static int paddingBehind(int[] input) {
    int padding = 0;
    while (padding < input.length && input[input.length - 1 - padding] == Alphabet.PADDING) {
      padding++;
    }
    return padding;
  }

  /** Returns the number of positions of padding behind the input's other symbols. */
  public int padding() {
    return padding;
  }

  /** Returns n, the number of positions. */
  public int length() {
    return input.length;
  }

  /** Returns S, the number of symbols. */
  public int symbols() {
    return alphabet.size();
  }

  /** Returns the input symbol at a position. */
  public int input(int position) {
    return input[position];
  }

  /** Returns the expected symbol at a position, or {@link #NOT_ASKED}. */
  public int expected(int position) {
    return expected[position];
  }

  /** Returns the number of positions with an expected symbol. */
  public int asked() {
    return (int) positionsAsked().count();
  }

  /**
   * Returns whether {@code output}, n symbols, is right at every position with an expected symbol.
   */
  public boolean isSolvedBy(int[] output) {
    return wrongSymbols(output) == 0;
  }

  /** Returns the number of positions with an expected symbol at which {@code output} is wrong. */
  public int wrongSymbols(int[] output) {
    return (int) positionsAsked().filter(i -> expected[i] != output[i]).count();
  }

  /** Returns whether {@code output} is right at each position with an expected symbol. */
  public List<Boolean> right(int[] output) {
    return positionsAsked().mapToObj(i -> expected[i] == output[i]).toList();
  }

  private IntStream positionsAsked() {
    return IntStream.range(0, length()).filter(i -> expected[i] != NOT_ASKED);
  }

  /**
   * Returns the number of wrong symbols of each answer.
   *
   * @param answers n symbols for each example
   */
  public static int[] wrongSymbols(List<SequenceExample> examples, List<int[]> answers) {
    return IntStream.range(0, examples.size())
        .map(i -> examples.get(i).wrongSymbols(answers.get(i)))
        .toArray();
  }

  /**
   * Returns for each answer whether it is right at each position with an expected symbol.
   *
   * @param answers n symbols for each example
   */
  public static List<List<Boolean>> right(List<SequenceExample> examples, List<int[]> answers) {
    return IntStream.range(0, examples.size())
        .mapToObj(i -> examples.get(i).right(answers.get(i)))
        .toList();
  }

  /** Returns the number of positions with an expected symbol in all examples. */
  public static long asked(List<SequenceExample> examples) {
    return examples.stream().mapToLong(SequenceExample::asked).sum();
  }

  /** Returns this example and an answer to it, n symbols, as human-readable lines. */
  public String withAnswer(int[] output) {
    return "given and asked  %s%nanswered         %s  %s%n"
        .formatted(this, textOfAnswer(output), isSolvedBy(output) ? "right" : "wrong");
  }

  /**
   * Returns {@code output}, n symbols, at the positions with an expected symbol, as the alphabet
   * prints it.
   */
  public String textOfAnswer(int[] output) {
    int[] shown = output.clone();
    for (int i = 0; i < length(); i++) {
      shown[i] = expected[i] == NOT_ASKED ? NOT_ASKED : output[i];
    }
    return alphabet.text(shown);
  }

  /** Returns a symbol as the alphabet prints it; a dot for padding and {@link #NOT_ASKED}. */
  public String textOf(int symbol) {
    return alphabet.text(new int[] {symbol});
  }

  /** Returns this example padded to {@code length}; padding has no expected symbols. */
  SequenceExample padded(int length) {
    int[] symbols = Arrays.copyOf(expected, length);
    Arrays.fill(symbols, expected.length, length, NOT_ASKED);
    return new SequenceExample(alphabet, Arrays.copyOf(input, length), symbols);
  }

  int[] inputSymbols() {
    return input.clone();
  }

  int[] expectedSymbols() {
    return expected.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SequenceExample that
        && alphabet.equals(that.alphabet)
        && Arrays.equals(input, that.input)
        && Arrays.equals(expected, that.expected);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(input) + Arrays.hashCode(expected);
  }

  /** Returns the input, an arrow and the expected output. */
  @Override
  public String toString() {
    return alphabet.text(input) + " → " + alphabet.text(expected);
  }
}
