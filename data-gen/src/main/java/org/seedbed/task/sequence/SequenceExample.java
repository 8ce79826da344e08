package org.seedbed.task.sequence;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A sequence of n symbols, and the symbols asked for at some of its positions. Immutable.
 *
 * @see Alphabet
 */
public final class SequenceExample {
  /** Stands where nothing is asked. */
  public static final int NOT_ASKED = -1;

  private final Alphabet alphabet;
  private final int[] input;
  private final int[] expected;

  /**
   * @param input a symbol each, n of them
   * @param expected a symbol each, or {@link #NOT_ASKED}, n of them
   * @throws IllegalArgumentException when the lengths differ or a symbol is none of the alphabet's
   */
  public SequenceExample(Alphabet alphabet, int[] input, int[] expected) {
    this.alphabet = alphabet;
    this.input = input.clone();
    this.expected = expected.clone();
    if (input.length != expected.length || input.length == 0) {
      throw new IllegalArgumentException(
          "input and expected have %d and %d symbols, must have as many, 1 or more"
              .formatted(input.length, expected.length));
    }
    for (int i = 0; i < input.length; i++) {
      check(input[i], 0, i);
      check(expected[i], NOT_ASKED, i);
    }
  }

  private void check(int symbol, int least, int position) {
    if (symbol < least || symbol >= alphabet.size()) {
      throw new IllegalArgumentException(
          "position %d holds symbol %d, must be %d … %d"
              .formatted(position, symbol, least, alphabet.size() - 1));
    }
  }

  /** n: number of positions. */
  public int length() {
    return input.length;
  }

  /** S: number of symbols. */
  public int symbols() {
    return alphabet.size();
  }

  /** The symbol given at a position. */
  public int input(int position) {
    return input[position];
  }

  /** The symbol asked for at a position, or {@link #NOT_ASKED}. */
  public int expected(int position) {
    return expected[position];
  }

  /** Number of positions at which a symbol is asked for. */
  public int asked() {
    return (int) Arrays.stream(expected).filter(symbol -> symbol != NOT_ASKED).count();
  }

  /** Whether {@code output}, n symbols, is right wherever one is asked for. */
  public boolean isSolvedBy(int[] output) {
    return IntStream.range(0, length())
        .allMatch(i -> expected[i] == NOT_ASKED || expected[i] == output[i]);
  }

  /** {@code output}, n symbols, where one is asked for, as the alphabet prints it. */
  public String textOfAnswer(int[] output) {
    int[] shown = output.clone();
    for (int i = 0; i < length(); i++) {
      shown[i] = expected[i] == NOT_ASKED ? NOT_ASKED : output[i];
    }
    return alphabet.text(shown);
  }

  /** The same with padding up to {@code length}, where nothing is asked. */
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

  /** What is given, an arrow, and what is asked for. */
  @Override
  public String toString() {
    return alphabet.text(input) + " → " + alphabet.text(expected);
  }
}
