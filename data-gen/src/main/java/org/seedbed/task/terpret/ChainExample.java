package org.seedbed.task.terpret;

import java.util.List;

/**
 * The only example of a chain: x₀ is 0, and each boolean must equal the next, around the chain.
 *
 * @param length k: number of booleans, 2 or more
 */
public record ChainExample(int length) {
  public ChainExample {
    if (length < 2) {
      throw new IllegalArgumentException("a chain has " + length + " booleans, must be 2 or more");
    }
  }

  /**
   * Returns whether these booleans satisfy all constraints.
   *
   * @param booleans x₀ … x₍k−1₎
   */
  public boolean isSolvedBy(List<Integer> booleans) {
    if (booleans.size() != length) {
      throw new IllegalArgumentException(
          "%d booleans for a chain of %d, must be as many".formatted(booleans.size(), length));
    }
    return booleans.stream().allMatch(value -> value == 0);
  }

  @Override
  public String toString() {
    return "x0 = 0, x0 = x1 = … = x%d = x0".formatted(length - 1);
  }
}
