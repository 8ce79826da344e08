package org.seedbed.evaluation;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.model.Evaluator.Verification;
import org.seedbed.task.Task;
import org.seedbed.task.TaskCatalogue;

/** Verifies trained restarts on every input of their task, of any size. */
public final class FullVerification {
  private FullVerification() {}

  /** Verifies one restart; empty if the model on this task cannot be verified on all sizes. */
  public static Optional<Verification> of(ExperimentModel<?> experiment, float[] parameters) {
    return experiment.evaluator().verify(List.of(parameters)).map(all -> all.get(0));
  }

  /** Verifies one restart in 64-bit floats; empty if its model cannot be verified so. */
  public static Optional<Verification> inDouble(ExperimentModel<?> experiment, float[] parameters) {
    return experiment.evaluator().verifyInDouble(List.of(parameters)).map(all -> all.get(0));
  }

  /** Returns the error of a task that can be verified neither on all sizes nor on bounded ones. */
  public static IllegalArgumentException impossible(ExperimentModel<?> experiment) {
    return new IllegalArgumentException(
        "Model '%s' on task '%s' cannot be verified. Tasks that can: %s; up to a size: %s."
            .formatted(
                experiment.experiment().model(),
                experiment.task().name(),
                names(Task::isVerifiable),
                names(Task::listsExamples)));
  }

  private static String names(Predicate<Task<?>> which) {
    return TaskCatalogue.tasks().stream()
        .filter(which)
        .map(Task::name)
        .collect(Collectors.joining(", "));
  }
}
