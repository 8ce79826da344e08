package org.seedbed.model;

/**
 * Callback for every training step, in order. Implementations may read a clock; the trainer does
 * not.
 */
public interface StepObserver {
  /** Does nothing. */
  StepObserver NONE = new StepObserver() {};

  /** Called when a step begins, before it requests its examples. */
  default void stepStarts() {}

  /** Called when the examples of the step are available. */
  default void batchReady() {}

  /**
   * Called when the step is complete.
   *
   * @param seeds number of seeds in the population
   */
  default void stepTaken(int seeds) {}
}
