package org.seedbed.task.sequence;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The meaning of a sequence's symbols: 0 is padding, {@code 1 … values} are the values {@code 0 …
 * values − 1}, and {@code values + 1} is the operator, if there is one.
 *
 * @param values number of values, 2 or more
 * @param operator the operator as printed; empty if there is none
 */
public record Alphabet(int values, String operator) {
  /** The symbol of padding. */
  public static final int PADDING = 0;

  public Alphabet {
    if (values < 2) {
      throw new IllegalArgumentException(
          "an alphabet has " + values + " values, must have 2 or more");
    }
  }

  /** Returns S, the number of symbols including padding. */
  public int size() {
    return values + (operator.isEmpty() ? 1 : 2);
  }

  /** Returns the symbol of a value. */
  public int symbol(int value) {
    return value + 1;
  }

  /** Returns the symbol of the operator. */
  public int operatorSymbol() {
    return values + 1;
  }

  /**
   * Returns symbols as text: values, the operator, and dots for padding and for positions without
   * an expected symbol.
   */
  public String text(int[] symbols) {
    return Arrays.stream(symbols)
        .mapToObj(
            symbol ->
                symbol <= PADDING ? "·" : symbol > values ? operator : String.valueOf(symbol - 1))
        .collect(Collectors.joining(" "));
  }
}
