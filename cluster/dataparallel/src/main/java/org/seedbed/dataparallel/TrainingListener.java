package org.seedbed.dataparallel;

import java.util.List;
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

  /** A checkpoint is committed. */
  default void committed(long iteration) {}

  /** Something a user should know, and need do nothing about. */
  default void note(String message) {}

  /** Several listeners as one. */
  static TrainingListener all(List<TrainingListener> listeners) {
    return new TrainingListener() {
      @Override
      public void resumed(long iteration) {
        listeners.forEach(listener -> listener.resumed(iteration));
      }

      @Override
      public void averaged(long iteration, double loss, double seconds) {
        listeners.forEach(listener -> listener.averaged(iteration, loss, seconds));
      }

      @Override
      public void checked(LearningCurve.Point point) {
        listeners.forEach(listener -> listener.checked(point));
      }

      @Override
      public void committed(long iteration) {
        listeners.forEach(listener -> listener.committed(iteration));
      }

      @Override
      public void note(String message) {
        listeners.forEach(listener -> listener.note(message));
      }
    };
  }
}
