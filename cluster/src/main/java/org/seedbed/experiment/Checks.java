package org.seedbed.experiment;

/** Checks shared by several parts of an experiment. */
final class Checks {
  private Checks() {}

  static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + ", must be 1 or more");
    }
  }
}
