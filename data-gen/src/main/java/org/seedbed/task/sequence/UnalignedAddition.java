package org.seedbed.task.sequence;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * Addition of two binary numbers as they are written, of any two lengths, most significant digit
 * first (Joulin and Mikolov, 2015, section 5.2). Digits of one column are at no fixed distance.
 * Input: a number, the operator, a number, without leading zeros. Output: the digits of the sum,
 * least significant first, then padding as its end.
 */
final class UnalignedAddition extends SequenceTask {
  /** Most digits of both numbers in training. */
  private static final int TRAINING_DIGITS = 20;

  private static final Alphabet BINARY = Alphabet.ofNumbers(2, "+");

  UnalignedAddition() {
    super(
        Names.unchanged("sequence/badd-unaligned"),
        TRAINING_DIGITS + 1,
        "two numbers in base 2 of any lengths, most significant digit first: their sum, least"
            + " significant digit first, and its end",
        BINARY);
  }

  @Override
  public int shortestLength() {
    return 3;
  }

  @Override
  int positions(int length) {
    return length;
  }

  @Override
  SequenceExample draw(int length, SplittableRandom random) {
    int first = random.nextInt(1, length - 1);
    return exampleOf(number(first, random), number(length - 1 - first, random));
  }

  /** Draws a number of so many digits, 1 or more, of which the first is 1. */
  private static BigInteger number(int digits, SplittableRandom random) {
    var others = drawValues(digits - 1, 2, random);
    return new BigInteger(
        "1" + Arrays.stream(others).mapToObj(String::valueOf).collect(Collectors.joining()), 2);
  }

  private SequenceExample exampleOf(BigInteger first, BigInteger second) {
    int[] input =
        (first.toString(2) + "+" + second.toString(2))
            .chars()
            .map(c -> c == '+' ? BINARY.operatorSymbol() : BINARY.symbol(c - '0'))
            .toArray();
    int[] expected = new int[input.length];
    Arrays.fill(expected, SequenceExample.NOT_ASKED);
    var sum = first.add(second);
    int digits = sum.bitLength();
    for (int i = 0; i < digits; i++) {
      expected[i] = BINARY.symbol(sum.testBit(i) ? 1 : 0);
    }
    expected[digits] = Alphabet.PADDING;
    return new SequenceExample(BINARY, input, expected);
  }
}
