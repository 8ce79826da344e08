package org.seedbed.example;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Some bits, and a question about them.
 *
 * @param bits each 0 or 1, one or more
 * @param answer 0 or 1
 */
public record Bits(List<Integer> bits, int answer) {
  public Bits {
    bits = List.copyOf(bits);
  }

  /** Number of bits that are 1. */
  int ones() {
    return bits.stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public String toString() {
    return bits.stream().map(String::valueOf).collect(Collectors.joining()) + " → " + answer;
  }
}
