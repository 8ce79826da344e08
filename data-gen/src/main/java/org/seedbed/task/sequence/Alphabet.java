package org.seedbed.task.sequence;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The meaning of a sequence's symbols: 0 is padding, {@code 1 … values} are the values {@code 0 …
 * values − 1}, and {@code values + 1} is the operator, if there is one.
 *
 * @param names how each value is printed, 2 or more
 * @param operator the operator as printed; empty if there is none
 */
public record Alphabet(List<String> names, String operator) {
  /** The symbol of padding. */
  public static final int PADDING = 0;

  public Alphabet {
    names = List.copyOf(names);
    if (names.size() < 2) {
      throw new IllegalArgumentException(
          "an alphabet has " + names.size() + " values, must have 2 or more");
    }
  }

  /**
   * Returns an alphabet whose values are printed as numbers.
   *
   * @param values number of values, 2 or more
   */
  public static Alphabet ofNumbers(int values, String operator) {
    return new Alphabet(IntStream.range(0, values).mapToObj(String::valueOf).toList(), operator);
  }

  /** Returns the number of values. */
  public int values() {
    return names.size();
  }

  /** Returns S, the number of symbols including padding. */
  public int size() {
    return values() + (operator.isEmpty() ? 1 : 2);
  }

  /** Returns the symbol of a value. */
  public int symbol(int value) {
    return value + 1;
  }

  /** Returns the symbol of the operator. */
  public int operatorSymbol() {
    return values() + 1;
  }

  /**
   * Returns symbols as text: values, the operator, and dots for padding and for positions without
   * an expected symbol.
   */
  public String text(int[] symbols) {
    return Arrays.stream(symbols).mapToObj(this::text).collect(Collectors.joining(" "));
  }

  private String text(int symbol) {
    if (symbol <= PADDING) {
      return "·";
    }
    return symbol > values() ? operator : names.get(symbol - 1);
  }
}
