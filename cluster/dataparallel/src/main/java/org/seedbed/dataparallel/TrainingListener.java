package org.seedbed.dataparallel;

import java.util.List;
import org.seedbed.model.LearningCurve;

/** Callbacks for the progress of a data-parallel training. */
public interface TrainingListener {
  /** Called when training resumes from a checkpoint. */
  default void resumed(long iteration) {}

  /**
   * Called after the workers' parameters have been averaged.
   *
   * @param iteration number of iterations that each worker has completed
   * @param loss mean of the workers' last losses
   * @param seconds taken by the iterations since the last averaging and by this averaging
   */
  default void averaged(long iteration, double loss, double seconds) {}

  /** Called after the parameters have been scored on held-out examples. */
  default void checked(LearningCurve.Point point) {}

  /** Called when a checkpoint has been committed. */
  default void committed(long iteration) {}

  /** Called with a message for the user that needs no action. */
  default void note(String message) {}

  /** Returns a listener that calls several listeners in order. */
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
