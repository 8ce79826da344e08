package org.seedbed.experiment;

import ai.djl.ndarray.NDManager;
import org.seedbed.model.Curriculum;
import org.seedbed.model.Evaluator;
import org.seedbed.model.Model;
import org.seedbed.model.ModelCatalogue;
import org.seedbed.model.ModelFamily;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.task.Level;
import org.seedbed.task.Task;
import org.seedbed.task.TaskCatalogue;

/**
 * What an experiment's names stand for. Driver and executor.
 *
 * @param <E> type of the model's examples
 */
public final class ExperimentModel<E> {
  private final Experiment experiment;
  private final Task<E> task;
  private final Curriculum curriculum;
  private final Configured<?, E> model;

  private ExperimentModel(Experiment experiment, Task<E> task, Configured<?, E> model) {
    this.experiment = experiment;
    this.task = task;
    this.curriculum = experiment.curriculum().of(task);
    this.model = model;
  }

  /** A family with settings and a task. */
  private record Configured<S extends Record, E>(
      ModelFamily<S, E> family, S settings, Task<E> task) {
    ParameterLayout layout() {
      return family.layout(settings, task);
    }

    Model<E> newModel(NDManager parent) {
      return family.model(settings, task, parent);
    }

    Evaluator<E> evaluator(int threads) {
      return family.evaluator(settings, task, threads);
    }
  }

  /**
   * Looks everything up.
   *
   * @throws IllegalArgumentException when a name is unknown or a level does not fit
   */
  public static ExperimentModel<?> of(Experiment experiment) {
    return of(experiment, ModelCatalogue.family(experiment.model()));
  }

  private static <S extends Record, E> ExperimentModel<E> of(
      Experiment experiment, ModelFamily<S, E> family) {
    var task =
        TaskCatalogue.task(
            experiment.task(), family.examples(), "model '" + experiment.model() + "'");
    var settings = family.settings().cast(experiment.settings());
    return new ExperimentModel<>(experiment, task, new Configured<>(family, settings, task));
  }

  /** The experiment that is asked for. */
  public Experiment experiment() {
    return experiment;
  }

  /** The task of its name. */
  public Task<E> task() {
    return task;
  }

  /** The curriculum on the task's levels. */
  public Curriculum curriculum() {
    return curriculum;
  }

  /** The model's name for people. */
  public String title() {
    return model.family().title();
  }

  /** Parameters of the model, as one seed has them. */
  public ParameterLayout layout() {
    return model.layout();
  }

  /** The model itself; close it. */
  public Model<E> newModel(NDManager parent) {
    return model.newModel(parent);
  }

  /** What judges trained parameters, with as many threads as the experiment says. */
  public Evaluator<E> evaluator() {
    return model.evaluator(experiment.search().threads());
  }

  /** The level at which trained restarts are evaluated on examples of that length. */
  public Level levelAt(int length) {
    return experiment.curriculum().levelAt(task, length);
  }
}
