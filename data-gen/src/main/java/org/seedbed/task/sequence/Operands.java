package org.seedbed.task.sequence;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Two numbers of k digits each, least significant first. Callers must not modify the arrays.
 *
 * <p>Besides random operands, there are kinds that random tests miss (Price, Zaremba and Sutskever,
 * <em>Extensions and Limitations of the Neural GPU</em>, 2016, section 4).
 */
@SuppressWarnings("ArrayRecordComponent") // Never written after the constructor.
public record Operands(int[] first, int[] second) {
  public Operands {
    if (first.length != second.length || first.length == 0) {
      throw new IllegalArgumentException(
          "operands have %d and %d digits, must be equal and 1 or more"
              .formatted(first.length, second.length));
    }
  }

  /** Draws random operands. */
  static Operands random(int base, int k, SplittableRandom random) {
    return new Operands(
        SequenceTask.drawValues(k, base, random), SequenceTask.drawValues(k, base, random));
  }

  /**
   * Draws operands whose sum has one chain of carries: exactly {@code chain} consecutive columns
   * carry, starting at a random column.
   *
   * @param chain 0 … k
   */
  public static Operands withCarryChain(int base, int k, int chain, SplittableRandom random) {
    if (chain < 0 || chain > k) {
      throw new IllegalArgumentException(
          "a carry chain of %d columns in %d digits, must be 0 … %d".formatted(chain, k, k));
    }
    int start = random.nextInt(k - chain + 1);
    int[] a = new int[k];
    int[] b = new int[k];
    for (int i = 0; i < k; i++) {
      int sum;
      if (chain > 0 && i == start) {
        sum = base + random.nextInt(base - 1);
      } else if (i > start && i < start + chain) {
        sum = base - 1;
      } else {
        // The column just after the chain receives a carry and must not pass it on.
        boolean takesCarry = chain > 0 && i == start + chain;
        sum = random.nextInt(takesCarry ? base - 1 : base);
      }
      int least = Math.max(0, sum - (base - 1));
      int most = Math.min(base - 1, sum);
      a[i] = random.nextInt(least, most + 1);
      b[i] = sum - a[i];
    }
    return new Operands(a, b);
  }

  /** Draws numbers of at most {@code significant} digits, padded with zeros. */
  public static Operands padded(int base, int k, int significant, SplittableRandom random) {
    int few = Math.min(k, significant);
    return new Operands(
        Arrays.copyOf(SequenceTask.drawValues(few, base, random), k),
        Arrays.copyOf(SequenceTask.drawValues(few, base, random), k));
  }

  /** Draws one random number as both operands. */
  public static Operands identical(int base, int k, SplittableRandom random) {
    int[] digits = SequenceTask.drawValues(k, base, random);
    return new Operands(digits, digits);
  }

  /** Returns operands with the largest digit everywhere: all ones in base 2. */
  public static Operands largest(int base, int k) {
    int[] digits = new int[k];
    Arrays.fill(digits, base - 1);
    return new Operands(digits, digits);
  }

  /** Returns the number of digits of each operand. */
  public int digits() {
    return first.length;
  }
}
