package org.seedbed.experiment;

import ai.djl.ndarray.NDManager;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.seedbed.model.Backend;
import org.seedbed.model.CompiledPopulation;
import org.seedbed.model.Curriculum;
import org.seedbed.model.Engine;
import org.seedbed.model.Evaluator;
import org.seedbed.model.Model;
import org.seedbed.model.ModelCatalogue;
import org.seedbed.model.ModelFamily;
import org.seedbed.model.PyTorchPopulation;
import org.seedbed.model.TrainingPopulation;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.model.population.PopulationState;
import org.seedbed.task.Bounds;
import org.seedbed.task.Level;
import org.seedbed.task.Task;
import org.seedbed.task.TaskCatalogue;

/**
 * An experiment with its names resolved to model, task and curriculum. Runs on driver and
 * executors.
 *
 * @param <E> type of the model's examples
 */
public final class ExperimentModel<E> {
  /** Most values that one array can hold, with room to spare. */
  private static final long MOST_VALUES = 1 << 29;

  private final Experiment experiment;
  private final Task<E> task;
  private final Curriculum curriculum;
  private final Configured<?, E> model;

  private ExperimentModel(Experiment experiment, Task<E> task, Configured<?, E> model) {
    this.experiment = experiment;
    this.task = task;
    this.curriculum = experiment.curriculum().of(task);
    this.model = model;
    checkEngine();
    checkStep();
  }

  /**
   * Checks what a search needs, before it begins: the layout of the parameters, and lengths that
   * the task has.
   *
   * @throws IllegalArgumentException if the layout is impossible or a length is too short
   */
  public void checkSearch() {
    layout();
    var evaluation = experiment.evaluation();
    evaluation
        .lengths()
        .forEach(n -> CurriculumSettings.checkLength("evaluation.lengths", n, task));
    evaluation
        .checkLengths()
        .forEach(n -> CurriculumSettings.checkLength("evaluation.checkLengths", n, task));
  }

  private void checkEngine() {
    var engines = engines();
    experiment
        .engine()
        .filter(engine -> !engines.contains(engine))
        .ifPresent(
            engine -> {
              throw new IllegalArgumentException(
                  "Key 'engine' is %s, but model '%s' with these settings trains on %s only. Give engine: auto."
                      .formatted(
                          engine,
                          experiment.model(),
                          engines.stream().map(Engine::toString).collect(Collectors.joining())));
            });
  }

  /** Checks that the values of a step and of a population can be held, before any is allocated. */
  private void checkStep() {
    var last = curriculum.last();
    double values =
        (double) experiment.training().batch()
            * Math.max(last.modulus(), last.length())
            * Math.max(last.modulus(), last.timeSteps());
    Bounds.check(
        values <= MOST_VALUES,
        "the number of values of one seed in a step (training.batch × cells × time steps of the last level)",
        values,
        "at most " + MOST_VALUES + ". Lower training.batch, or the last level");
    int width = experiment.search().width().orElse(1);
    double parameters = (double) width * layout().size();
    Bounds.check(
        parameters <= MOST_VALUES,
        "the number of parameters of a population (search.width × parameters of a seed)",
        parameters,
        "at most " + MOST_VALUES + ". Lower search.width, or the model's sizes");
  }

  /**
   * A model family with its settings and its task.
   *
   * @param discretized whether runs are evaluated discretized, whatever the settings say
   */
  private record Configured<S extends Record, E>(
      ModelFamily<S, E> family, S settings, Task<E> task, boolean discretized) {
    ParameterLayout layout() {
      return family.layout(settings, task);
    }

    Model<E> newModel(NDManager parent) {
      return family.model(settings, task, parent);
    }

    TrainingPopulation<E> population(Experiment experiment, PopulationState state, long dataSeed) {
      var adam = experiment.training().adam();
      return switch (experiment.engine().orElse(Engine.PYTORCH)) {
        case JVM ->
            new CompiledPopulation<>(
                () -> family.compiled(settings, task), state, adam, experiment.search().threads());
        case PYTORCH -> PyTorchPopulation.open(this::newModel, state, adam, dataSeed);
      };
    }

    Set<Engine> engines() {
      return family.engines(settings);
    }

    Evaluator<E> evaluator(int threads, Engine engine) {
      var evaluator = family.evaluator(settings, task, threads, engine);
      return discretized ? evaluator.discretized().orElseThrow() : evaluator;
    }

    Configured<S, E> withDiscretizedRuns() {
      return new Configured<>(family, settings, task, true);
    }
  }

  /**
   * Resolves the names of an experiment.
   *
   * @throws IllegalArgumentException if a name is unknown or a level does not fit
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
    return new ExperimentModel<>(experiment, task, new Configured<>(family, settings, task, false));
  }

  /** Returns the experiment. */
  public Experiment experiment() {
    return experiment;
  }

  /** Returns the task. */
  public Task<E> task() {
    return task;
  }

  /** Returns the curriculum over the task's levels. */
  public Curriculum curriculum() {
    return curriculum;
  }

  /** Returns the model's display name. */
  public String title() {
    return model.family().title();
  }

  /** Returns the layout of one seed's parameters. */
  public ParameterLayout layout() {
    return model.layout();
  }

  /** Engines that the model trains on with its settings. */
  public Set<Engine> engines() {
    return model.engines();
  }

  /** Starts the experiment's engine in this thread and describes it. */
  public Backend startBackend() {
    int threads = experiment.search().threads();
    if (experiment.engine().equals(Optional.of(Engine.JVM))) {
      return Backend.jvm(threads);
    }
    return Backend.start(threads, experiment.device());
  }

  /**
   * Opens a population on the experiment's engine, PyTorch if it is not decided. The caller must
   * close it, and have called {@link #startBackend} in this thread.
   *
   * @param dataSeed data seed of the training stream
   */
  public TrainingPopulation<E> population(PopulationState state, long dataSeed) {
    return model.population(experiment, state, dataSeed);
  }

  /** Returns a new model on PyTorch, which the caller must close. */
  public Model<E> newModel(NDManager parent) {
    return model.newModel(parent);
  }

  /** Returns an evaluator of trained parameters that uses the experiment's number of threads. */
  public Evaluator<E> evaluator() {
    return model.evaluator(
        experiment.search().threads(), experiment.engine().orElse(Engine.PYTORCH));
  }

  /**
   * Returns this experiment with discretized runs in evaluation.
   *
   * @throws IllegalArgumentException if the model's runs cannot be discretized
   */
  public ExperimentModel<E> discretized() {
    if (evaluator().discretized().isEmpty()) {
      throw new IllegalArgumentException(
          "Runs of model '%s' have no discretized form. Leave out --discretized."
              .formatted(experiment.model()));
    }
    return new ExperimentModel<>(experiment, task, model.withDiscretizedRuns());
  }

  /** Returns the level at which trained restarts are evaluated on examples of a length. */
  public Level levelAt(int length) {
    return experiment.curriculum().levelAt(task, length);
  }

  /** Returns a level of the task with the time steps that the curriculum adds. */
  public Level extended(Level level) {
    return experiment.curriculum().extended(level);
  }
}
