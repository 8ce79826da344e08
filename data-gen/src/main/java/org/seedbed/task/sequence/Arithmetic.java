package org.seedbed.task.sequence;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.seedbed.task.AdversarialSet;

/**
 * Addition or multiplication of two numbers in a given base. Input: k digits, operator, k digits,
 * least significant first; a level of length l has k = ⌊(l − 1) / 2⌋. Output: the k + 1 digits of
 * the sum or the 2k digits of the product; leading zeros are digits, or padding.
 */
public final class Arithmetic extends SequenceTask {
  private final int base;
  private final Operation operation;
  private final LeadingZeros leadingZeros;

  /** What is expected at the positions of a result's leading zeros. */
  public enum LeadingZeros {
    DIGITS,
    /** As in the public code of the Neural GPU papers. */
    PADDING
  }

  /** The operation on the operands. */
  public enum Operation {
    ADDITION("+"),
    MULTIPLICATION("×");

    private final String sign;

    Operation(String sign) {
      this.sign = sign;
    }

    BigInteger oracle(BigInteger first, BigInteger second) {
      return this == ADDITION ? first.add(second) : first.multiply(second);
    }

    int resultDigits(int k) {
      return this == ADDITION ? k + 1 : 2 * k;
    }
  }

  Arithmetic(String name, int base, Operation operation) {
    this(name, base, operation, LeadingZeros.DIGITS);
  }

  Arithmetic(String name, int base, Operation operation, LeadingZeros leadingZeros) {
    super(
        name,
        "two numbers in base %d, least significant digit first: their %s%s"
            .formatted(
                base,
                operation == Operation.ADDITION ? "sum" : "product",
                leadingZeros == LeadingZeros.PADDING ? ", padded where it has leading zeros" : ""),
        Alphabet.ofNumbers(base, operation.sign));
    this.base = base;
    this.operation = operation;
    this.leadingZeros = leadingZeros;
  }

  public int base() {
    return base;
  }

  public Operation operation() {
    return operation;
  }

  /** Returns k, the number of digits of each operand at a level's length. */
  public static int digits(int length) {
    return (length - 1) / 2;
  }

  @Override
  public boolean hasAdversarialSets() {
    return true;
  }

  @Override
  public List<AdversarialSet<SequenceExample>> adversarialSets(
      int length, long dataSeed, int examples) {
    return AdversarialOperands.of(this, length, dataSeed, examples);
  }

  @Override
  public int shortestLength() {
    return 3;
  }

  @Override
  int positions(int length) {
    return 2 * digits(length) + 1;
  }

  @Override
  SequenceExample draw(int length, SplittableRandom random) {
    return exampleOf(Operands.random(base, digits(length), random));
  }

  /** Returns the example with these operands. */
  public SequenceExample exampleOf(Operands operands) {
    int k = operands.digits();
    int[] input = new int[2 * k + 1];
    for (int i = 0; i < k; i++) {
      input[i] = alphabet().symbol(operands.first()[i]);
      input[k + 1 + i] = alphabet().symbol(operands.second()[i]);
    }
    input[k] = alphabet().operatorSymbol();
    int[] expected = new int[2 * k + 1];
    Arrays.fill(expected, SequenceExample.NOT_ASKED);
    var result = operation.oracle(number(operands.first()), number(operands.second()));
    String digits = new StringBuilder(result.toString(base)).reverse().toString();
    for (int i = 0; i < operation.resultDigits(k); i++) {
      int digit = i < digits.length() ? Character.digit(digits.charAt(i), base) : 0;
      boolean pads = i >= digits.length() && leadingZeros == LeadingZeros.PADDING;
      expected[i] = pads ? Alphabet.PADDING : alphabet().symbol(digit);
    }
    return new SequenceExample(alphabet(), input, expected);
  }

  private BigInteger number(int[] digits) {
    var text = new StringBuilder(digits.length);
    for (int i = digits.length - 1; i >= 0; i--) {
      text.append(Character.forDigit(digits[i], base));
    }
    return new BigInteger(text.toString(), base);
  }
}
