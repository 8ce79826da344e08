package org.seedbed.restart;

import java.util.List;
import java.util.Optional;
import org.seedbed.model.Curriculum;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.task.Task;
import org.seedbed.task.TaskCatalogue;
import org.seedbed.task.TaskCatalogue.UnknownNameException;
import org.seedbed.task.memory.MemoryTasks;
import org.seedbed.task.sequence.SequenceTasks;
import org.seedbed.task.trace.TraceTasks;

/**
 * What an experiment's names stand for. Driver and executor.
 *
 * @param <E> type of the model's examples
 * @param experiment that is asked for
 * @param task of that name
 * @param curriculum of its levels
 * @param architecture of the model
 */
public record ExperimentModel<E>(
    Experiment experiment, Task<E> task, Curriculum curriculum, Architecture<E> architecture) {
  /**
   * Looks everything up.
   *
   * @throws IllegalArgumentException when a name is unknown or a level does not fit
   */
  public static ExperimentModel<?> of(Experiment experiment) {
    return switch (experiment.model()) {
      case Experiment.NRAM -> nram(experiment);
      case Experiment.NPI -> npi(experiment);
      default -> neuralGpu(experiment);
    };
  }

  private static ExperimentModel<?> nram(Experiment experiment) {
    var curriculum = experiment.curriculum();
    var task = find(MemoryTasks.ALL, "nram/", experiment);
    var settings = section(experiment.nram(), "nram", experiment);
    return new ExperimentModel<>(
        experiment, task, curriculum.of(task), new NramArchitecture(settings, task, curriculum));
  }

  private static ExperimentModel<?> neuralGpu(Experiment experiment) {
    var task = find(SequenceTasks.ALL, "neural-gpu/", experiment);
    var settings = section(experiment.neuralGpu(), "neuralGpu", experiment);
    return new ExperimentModel<>(
        experiment,
        task,
        experiment.curriculum().of(task),
        new NeuralGpuArchitecture(settings, task, experiment.search().threads()));
  }

  private static ExperimentModel<?> npi(Experiment experiment) {
    var task = find(TraceTasks.ALL, "npi/", experiment);
    var settings = section(experiment.npi(), "npi", experiment);
    return new ExperimentModel<>(
        experiment,
        task,
        experiment.curriculum().of(task),
        new NpiArchitecture(settings, task, experiment.search().threads()));
  }

  private static <T extends Task<?>> T find(List<T> tasks, String prefix, Experiment experiment) {
    try {
      return TaskCatalogue.find("task", tasks, prefix + experiment.task());
    } catch (UnknownNameException e) {
      throw new UnknownNameException(
          "task for model '" + experiment.model() + "':",
          experiment.task(),
          tasks.stream().map(task -> task.name().substring(prefix.length())).toList());
    }
  }

  private static <T> T section(Optional<T> settings, String key, Experiment experiment) {
    return settings.orElseThrow(
        () ->
            new IllegalArgumentException(
                "Model '%s' needs the key '%s'.".formatted(experiment.model(), key)));
  }

  /** Parameters of the model, as one seed has them. */
  public ParameterLayout layout() {
    return architecture.layout();
  }
}
