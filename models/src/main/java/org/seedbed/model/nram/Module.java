package org.seedbed.model.nram;

import java.util.List;

/** The fourteen modules in the paper's order, with their integer actions modulo M. */
public enum Module {
  READ(1),
  ZERO(0),
  ONE(0),
  TWO(0),
  INC(1),
  ADD(2),
  SUB(2),
  DEC(1),
  LESS_THAN(2),
  LESS_OR_EQUAL(2),
  EQUAL(2),
  MIN(2),
  MAX(2),
  WRITE(2);

  /** All modules in order. */
  public static final List<Module> ALL = List.of(values());

  private final int arguments;

  Module(int arguments) {
    this.arguments = arguments;
  }

  /** Its position in the paper's order, from 0. */
  public int position() {
    return ALL.indexOf(this);
  }

  /** Number of arguments, 0 to 2. */
  public int arguments() {
    return arguments;
  }

  /**
   * Applies the module to integers. WRITE changes {@code memory}.
   *
   * @param memory M cells
   * @param a first argument, 0 … M−1; ignored by modules without arguments
   * @param b second argument; ignored by modules with fewer than two
   */
  public int act(int[] memory, int a, int b) {
    int modulus = memory.length;
    return switch (this) {
      case READ -> memory[a];
      case ZERO -> 0;
      case ONE -> 1;
      case TWO -> 2;
      case INC -> (a + 1) % modulus;
      case ADD -> (a + b) % modulus;
      case SUB -> (a - b + modulus) % modulus;
      case DEC -> (a - 1 + modulus) % modulus;
      case LESS_THAN -> a < b ? 1 : 0;
      case LESS_OR_EQUAL -> a <= b ? 1 : 0;
      case EQUAL -> a == b ? 1 : 0;
      case MIN -> Math.min(a, b);
      case MAX -> Math.max(a, b);
      case WRITE -> {
        memory[a] = b;
        yield 0;
      }
    };
  }
}
