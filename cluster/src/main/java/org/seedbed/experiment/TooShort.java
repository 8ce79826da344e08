package org.seedbed.experiment;

import org.seedbed.task.Bounds;
import org.seedbed.task.Task;

/** Checks lengths before any training, since a task may be of no use below some length. */
final class TooShort {
  private TooShort() {}

  /**
   * Checks a length.
   *
   * @param key of the experiment that gives it
   * @throws IllegalArgumentException if the task has no examples so short
   */
  static void check(String key, int length, Task<?> task) {
    int shortest = task.shortestLength();
    Bounds.check(
        length >= shortest,
        key,
        length,
        "%d or more for task '%s'".formatted(shortest, task.name()));
  }
}
