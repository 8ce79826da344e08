package org.seedbed.restart;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.OptionalInt;
import org.seedbed.model.Curriculum;
import org.seedbed.model.Model;
import org.seedbed.model.nram.Nram;
import org.seedbed.model.nram.NramProgram;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.task.Level;
import org.seedbed.task.LevelRange;
import org.seedbed.task.TaskCatalogue;
import org.seedbed.task.TaskCatalogue.UnknownNameException;
import org.seedbed.task.memory.MemoryExample;
import org.seedbed.task.memory.MemoryTask;

/**
 * What an experiment's names stand for. Driver and executor.
 *
 * @param experiment that is asked for
 * @param task of that name
 * @param curriculum of its levels
 */
public record ExperimentModel(Experiment experiment, MemoryTask task, Curriculum curriculum) {
  /**
   * Looks everything up.
   *
   * @throws IllegalArgumentException when a name is unknown or a level does not fit
   */
  public static ExperimentModel of(Experiment experiment) {
    if (!experiment.model().equals("nram")) {
      throw new UnknownNameException("model", experiment.model(), List.of("nram"));
    }
    var task = task(experiment);
    return new ExperimentModel(experiment, task, curriculum(experiment, task));
  }

  private static MemoryTask task(Experiment experiment) {
    String prefix = experiment.model() + "/";
    try {
      return TaskCatalogue.task(prefix + experiment.task());
    } catch (UnknownNameException e) {
      var known =
          TaskCatalogue.tasks().stream()
              .map(task -> task.name().substring(prefix.length()))
              .toList();
      throw new UnknownNameException(
          "task for model '" + experiment.model() + "':", experiment.task(), known);
    }
  }

  private static Curriculum curriculum(Experiment experiment, MemoryTask task) {
    var settings = experiment.curriculum();
    var levels =
        settings.range().of(task).stream()
            .map(
                level ->
                    new Level(
                        level.length(),
                        level.modulus(),
                        level.timeSteps() + settings.extraTimeSteps()))
            .toList();
    return new Curriculum(levels, settings.stepsPerLevel());
  }

  /** Parameters of the model, as one seed has them. */
  public ParameterLayout layout() {
    return Nram.layoutOf(experiment.nram());
  }

  /** The model itself; close it. */
  public Model<MemoryExample> newModel(NDManager parent) {
    return new Nram(experiment.nram(), parent, DataType.FLOAT32);
  }

  /** The discretized program of a trained row {@code [P]}. */
  public NramProgram program(float[] row) {
    return new NramProgram(experiment.nram(), row);
  }

  /**
   * The last level of a curriculum like the experiment's that ended at {@code length}: as much
   * memory as that length needs, widened as in training.
   */
  public Level levelOf(int length) {
    var settings = experiment.curriculum();
    var range = new LevelRange(length, length, OptionalInt.empty(), settings.widenings());
    var levels = range.of(task);
    return levels.get(levels.size() - 1);
  }
}
