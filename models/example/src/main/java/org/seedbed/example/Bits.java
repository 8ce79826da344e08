package org.seedbed.example;

import java.util.List;
import java.util.stream.Collectors;

/**
 * An example: bits and the expected answer.
 *
 * @param bits one or more bits, each 0 or 1
 * @param answer expected answer, 0 or 1
 */
public record Bits(List<Integer> bits, int answer) {
  public Bits {
    bits = List.copyOf(bits);
  }

  /** Returns the number of ones. */
  int ones() {
    return bits.stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public String toString() {
    return bits.stream().map(String::valueOf).collect(Collectors.joining()) + " → " + answer;
  }
}
