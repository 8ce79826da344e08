package org.seedbed.task.trace;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.seedbed.task.trace.Scratchpad.Row;

/**
 * A scratchpad on which a number is added as often as the digits of a multiplier say, the rightmost
 * first. The second number of the scratchpad is what the product is added to.
 */
final class MultiplicationPad implements World {
  static final Call TAKE = Call.act(4, 0, 0);
  static final Call SHIFT = Call.act(5, 0, 0);

  private final Scratchpad pad;
  private final int[] multiplier;
  private final BigInteger result;

  /** How often the present digit of the multiplier still says to add. */
  enum Times {
    /** All digits are used. */
    NONE(0),
    /** No more. */
    ZERO(1),
    /** Once or more. */
    MORE(2);

    private final int observed;

    Times(int observed) {
      this.observed = observed;
    }

    /** Returns the texts of what is observed, in order. */
    static List<String> texts() {
      return Arrays.stream(values()).map(times -> times.name().toLowerCase(Locale.ROOT)).toList();
    }
  }

  /** Index of the present digit, −1 if all are used. */
  private int digit;

  /**
   * @param pad the multiplicand and what the product is added to, with room for the result
   * @param multiplier its digits, without blanks
   */
  MultiplicationPad(Scratchpad pad, int[] multiplier) {
    this.pad = pad;
    this.multiplier = multiplier.clone();
    this.digit = multiplier.length - 1;
    this.result = pad.number(Row.IN1).multiply(pad.number(multiplier)).add(pad.number(Row.IN2));
  }

  Scratchpad pad() {
    return pad;
  }

  Times times() {
    if (digit < 0) {
      return Times.NONE;
    }
    return multiplier[digit] == 0 ? Times.ZERO : Times.MORE;
  }

  @Override
  public int[] observation() {
    int[] digits = pad.observation();
    int[] all = Arrays.copyOf(digits, digits.length + 1);
    all[digits.length] = times().observed;
    return all;
  }

  @Override
  public boolean act(Call call) {
    if (call.equals(TAKE) && times() == Times.MORE) {
      pad.takeSum();
      multiplier[digit]--;
      return true;
    }
    if (call.equals(SHIFT) && times() == Times.ZERO) {
      pad.appendZero();
      digit--;
      return true;
    }
    return pad.act(call);
  }

  @Override
  public boolean isSolved() {
    return times() == Times.NONE && pad.number(Row.IN2).equals(result);
  }

  /** Returns the four rows of the scratchpad and what is left of the multiplier. */
  @Override
  public String toString() {
    String left =
        Arrays.stream(multiplier, 0, digit + 1)
            .mapToObj(String::valueOf)
            .collect(Collectors.joining());
    return pad + "times " + left + "\n";
  }
}
