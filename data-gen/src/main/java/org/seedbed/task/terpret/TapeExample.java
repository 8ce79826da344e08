package org.seedbed.task.terpret;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The tape of a Turing machine before and after.
 *
 * @param input symbol of each cell at the start: 0, 1 or {@link #BLANK}
 * @param expected symbol of each cell at the end
 */
public record TapeExample(List<Integer> input, List<Integer> expected) {
  /** Number of symbols. */
  public static final int SYMBOLS = 3;

  /** The symbol of an empty cell. */
  public static final int BLANK = 2;

  public TapeExample {
    input = List.copyOf(input);
    expected = List.copyOf(expected);
    if (input.size() != expected.size()) {
      throw new IllegalArgumentException(
          "the tape has %d cells before and %d after, must be equal"
              .formatted(input.size(), expected.size()));
    }
  }

  /** Returns a symbol as a character: 0, 1 or _. */
  public static String text(int symbol) {
    return symbol == BLANK ? "_" : String.valueOf(symbol);
  }

  /** Returns the number of symbols before the first blank. */
  public int length() {
    int blank = input.indexOf(BLANK);
    return blank < 0 ? input.size() : blank;
  }

  @Override
  public String toString() {
    return text(input) + " → " + text(expected);
  }

  private static String text(List<Integer> cells) {
    return cells.stream().map(TapeExample::text).collect(Collectors.joining(" "));
  }
}
