package org.seedbed.evaluation;

import java.util.List;
import java.util.stream.Collectors;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.model.Evaluator.Verification;
import org.seedbed.task.Task;
import org.seedbed.task.TaskCatalogue;

/** Verifies trained restarts on every input of their task. */
public final class FullVerification {
  private FullVerification() {}

  /**
   * Verifies one restart.
   *
   * @throws IllegalArgumentException if the model on this task cannot be verified
   */
  public static Verification of(ExperimentModel<?> experiment, float[] parameters) {
    return experiment
        .evaluator()
        .verify(List.of(parameters))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Model '%s' on task '%s' cannot be verified. Tasks that can: %s."
                        .formatted(
                            experiment.experiment().model(),
                            experiment.task().name(),
                            TaskCatalogue.tasks().stream()
                                .filter(Task::isVerifiable)
                                .map(Task::name)
                                .collect(Collectors.joining(", ")))))
        .get(0);
  }
}
