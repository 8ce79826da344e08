package org.seedbed.task.trace;

/**
 * Limits of an interpreter run.
 *
 * @param steps maximum number of calls, 1 or more
 * @param frameSteps maximum number of calls of one frame, 1 or more
 * @param depth maximum number of frames on the stack, 1 or more
 */
public record RunLimits(long steps, int frameSteps, int depth) {
  /** Length of the longest frame of a recursive program. */
  private static final int RECURSIVE_FRAME = 5;

  public RunLimits {
    if (steps < 1 || frameSteps < 1 || depth < 1) {
      throw new IllegalArgumentException(
          "limits are %d steps, %d steps per frame and depth %d, must be 1 or more"
              .formatted(steps, frameSteps, depth));
    }
  }

  /**
   * Returns twice what a program needs.
   *
   * @param steps maximum number of calls that the program makes
   * @param loop maximum number of calls of one of its frames, if it loops
   * @param depth maximum number of frames on its stack, if it does not loop
   */
  static RunLimits twice(boolean recursive, long steps, int loop, int depth) {
    return new RunLimits(2 * steps, 2 * (recursive ? RECURSIVE_FRAME : loop), 2 * depth);
  }
}
