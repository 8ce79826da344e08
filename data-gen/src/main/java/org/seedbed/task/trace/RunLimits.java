package org.seedbed.task.trace;

/**
 * Bounds of an interpreter's run.
 *
 * @param steps most calls it may make, 1 or more
 * @param depth most calls that may wait for another at one time, 1 or more
 */
public record RunLimits(long steps, int depth) {
  public RunLimits {
    if (steps < 1 || depth < 1) {
      throw new IllegalArgumentException(
          "limits are " + steps + " steps and depth " + depth + ", must be 1 or more");
    }
  }
}
