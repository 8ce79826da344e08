package org.seedbed.model;

/** Is told of every training step, in order. What it does with a clock is its own affair. */
public interface StepObserver {
  /** Looks away. */
  StepObserver NONE = new StepObserver() {};

  /** A step begins with asking for its examples. */
  default void stepStarts() {}

  /** The examples are there. */
  default void batchReady() {}

  /**
   * The step is taken.
   *
   * @param seeds of the population
   */
  default void stepTaken(int seeds) {}
}
