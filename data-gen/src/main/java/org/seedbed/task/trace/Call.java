package org.seedbed.task.trace;

/**
 * A program and its arguments; the {@link Vocabulary} defines their meaning.
 *
 * @param program index of the program
 * @param first value of the first argument, 0 if absent
 * @param second value of the second argument, 0 if absent
 * @param third value of the third argument, 0 if absent
 */
public record Call(int program, int first, int second, int third) {
  /** The primitive that acts on the world; all other programs only make calls. */
  public static final int ACT = 0;

  /** Number of arguments of every call. */
  public static final int ARGUMENTS = 3;

  /** The primitive that does not change the world, for programs that have nothing to do. */
  public static final Call NOTHING = act(0, 0, 0);

  /** Returns a call of a program without arguments. */
  static Call of(int program) {
    return new Call(program, 0, 0, 0);
  }

  /** Returns a call of the primitive. */
  static Call act(int first, int second, int third) {
    return new Call(ACT, first, second, third);
  }

  /** Returns the value of argument 0, 1 or 2. */
  public int argument(int number) {
    return switch (number) {
      case 0 -> first;
      case 1 -> second;
      case 2 -> third;
      default ->
          throw new IllegalArgumentException("argument number is " + number + ", must be 0 … 2");
    };
  }

  /** Returns whether this is a call of the primitive. */
  public boolean isAct() {
    return program == ACT;
  }
}
