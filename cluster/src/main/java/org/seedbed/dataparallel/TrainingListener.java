package org.seedbed.dataparallel;

import org.seedbed.model.LearningCurve;

/** Is told how a data-parallel training goes on. */
public interface TrainingListener {
  /** Goes on from a checkpoint. */
  default void resumed(long iteration) {}

  /**
   * The workers' parameters were averaged.
   *
   * @param iteration iterations that each worker has made
   * @param loss mean of the workers' last losses
   * @param seconds since the averaging before
   */
  default void averaged(long iteration, double loss, double seconds) {}

  /** The parameters were tried on held-out examples. */
  default void checked(LearningCurve.Point point) {}

  /** Something a user should know, and need do nothing about. */
  default void note(String message) {}
}
