package org.seedbed.job;

import java.util.OptionalInt;

/** A number on the command line that may be left out. */
final class OptionalNumber {
  private OptionalNumber() {}

  /**
   * @param given null if the option was left out, as picocli has it
   */
  static OptionalInt of(Integer given) {
    return given == null ? OptionalInt.empty() : OptionalInt.of(given);
  }
}
