package org.seedbed.task.sequence;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What the symbols of a sequence stand for: 0 is padding, {@code 1 … values} are the values {@code
 * 0 … values − 1}, and {@code values + 1} is the operator where there is one.
 *
 * @param values how many, 2 or more
 * @param operator as it is printed; empty where there is none
 */
public record Alphabet(int values, String operator) {
  static final int PADDING = 0;

  public Alphabet {
    if (values < 2) {
      throw new IllegalArgumentException("an alphabet has " + values + " values, must have 2");
    }
  }

  /** S: number of symbols, padding included. */
  public int size() {
    return values + (operator.isEmpty() ? 1 : 2);
  }

  /** The symbol of a value. */
  public int symbol(int value) {
    return value + 1;
  }

  /** The symbol of the operator. */
  public int operatorSymbol() {
    return values + 1;
  }

  /** Symbols as values, the operator, and dots for padding and for what is not asked. */
  public String text(int[] symbols) {
    return Arrays.stream(symbols)
        .mapToObj(
            symbol ->
                symbol <= PADDING ? "·" : symbol > values ? operator : String.valueOf(symbol - 1))
        .collect(Collectors.joining(" "));
  }
}
