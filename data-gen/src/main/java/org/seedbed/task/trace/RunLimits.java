package org.seedbed.task.trace;

/**
 * Bounds of an interpreter's run.
 *
 * @param steps most calls it may make, 1 or more
 * @param frameSteps most calls that one frame may make, 1 or more
 * @param depth most frames on the stack at one time, 1 or more
 */
public record RunLimits(long steps, int frameSteps, int depth) {
  /** Longest frame of a program that calls itself in place of looping. */
  private static final int RECURSIVE_FRAME = 5;

  public RunLimits {
    if (steps < 1 || frameSteps < 1 || depth < 1) {
      throw new IllegalArgumentException(
          "limits are %d steps, %d of a frame, and depth %d, must be 1 or more"
              .formatted(steps, frameSteps, depth));
    }
  }

  /**
   * Twice what a program takes.
   *
   * @param steps calls that it makes at most
   * @param loop calls that one frame of it makes at most if it loops
   * @param depth frames that are on its stack at most if it does not
   */
  static RunLimits twice(boolean recursive, long steps, int loop, int depth) {
    return new RunLimits(2 * steps, 2 * (recursive ? RECURSIVE_FRAME : loop), 2 * depth);
  }
}
