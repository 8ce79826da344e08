package org.seedbed.task.trace;

/**
 * A program with its arguments; their meaning is the {@link Vocabulary}'s.
 *
 * @param program index of the program
 * @param first value of the first argument, 0 where it has none
 * @param second value of the second argument, 0 where it has none
 * @param third value of the third argument, 0 where it has none
 */
public record Call(int program, int first, int second, int third) {
  /** The primitive that acts on the world; all other programs only call. */
  public static final int ACT = 0;

  /** Arguments of every call. */
  public static final int ARGUMENTS = 3;

  /** The primitive that leaves the world as it is: for programs that have nothing to do. */
  public static final Call NOTHING = act(0, 0, 0);

  /** A program without arguments. */
  static Call of(int program) {
    return new Call(program, 0, 0, 0);
  }

  /** A primitive. */
  static Call act(int first, int second, int third) {
    return new Call(ACT, first, second, third);
  }

  /** The value of argument 0, 1 or 2. */
  public int argument(int number) {
    return switch (number) {
      case 0 -> first;
      case 1 -> second;
      case 2 -> third;
      default ->
          throw new IllegalArgumentException("argument " + number + " is asked for, must be 0 … 2");
    };
  }

  /** Whether it is a primitive. */
  public boolean isAct() {
    return program == ACT;
  }
}
