package org.seedbed.task;

import java.io.Serializable;

/**
 * A difficulty level of a task.
 *
 * @param length number of elements in the longest example, 1 or more
 * @param modulus number of distinct integers, 2 or more; for memory tasks also the number of cells,
 *     for sequence tasks the number of symbols, for trace tasks the number of digits
 * @param timeSteps steps that a model may take, 1 or more
 */
public record Level(int length, int modulus, int timeSteps) implements Serializable {
  private static final long serialVersionUID = 1L;

  public Level {
    if (length < 1) {
      throw new IllegalArgumentException("level length is " + length + ", must be 1 or more");
    }
    if (modulus < 2) {
      throw new IllegalArgumentException("modulus is " + modulus + ", must be 2 or more");
    }
    if (timeSteps < 1) {
      throw new IllegalArgumentException("time steps are " + timeSteps + ", must be 1 or more");
    }
  }
}
