package org.seedbed.task;

/** Checks of values that users give. The messages name the value and what it must be. */
public final class Bounds {
  private Bounds() {}

  /**
   * Checks a whole number.
   *
   * @throws IllegalArgumentException if it is not from {@code least} to {@code most}
   */
  public static void check(String name, long value, long least, long most) {
    if (value < least) {
      throw wrong(name, value, least + " or more");
    }
    if (value > most) {
      throw wrong(name, value, "at most " + most);
    }
  }

  /**
   * Checks a condition on a number.
   *
   * @param allowed values, for the message
   * @throws IllegalArgumentException if it does not hold
   */
  public static void check(boolean holds, String name, Number value, String allowed) {
    if (!holds) {
      throw wrong(name, value, allowed);
    }
  }

  private static IllegalArgumentException wrong(String name, Number value, String allowed) {
    return new IllegalArgumentException(name + " is " + value + ", must be " + allowed);
  }
}
