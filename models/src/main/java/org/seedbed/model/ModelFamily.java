package org.seedbed.model;

import ai.djl.ndarray.NDManager;
import java.util.Map;
import java.util.Set;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.task.Task;

/**
 * A kind of model, with everything that the platform needs to know about it. {@link
 * java.util.ServiceLoader} finds families: a jar on the class path adds a model to the {@link
 * ModelCatalogue} by naming an implementation in {@code
 * META-INF/services/org.seedbed.model.ModelFamily}.
 *
 * <p>The implementation's package holds a resource {@code defaults/NAME.yaml}, an experiment file
 * that is merged over the platform's defaults exactly as a user's file is. It names a task and
 * contains the family's {@link #section} with every setting.
 *
 * @param <S> type of the settings, a record that validates its own values
 * @param <E> type of the examples that it trains on
 */
public interface ModelFamily<S extends Record, E> {
  /** Name of the model, such as {@code diagonal-neural-gpu}. */
  String name();

  /** Display name, such as {@code diagonal Neural GPU}. */
  String title();

  /** Key of its settings in an experiment file, such as {@code neuralGpu}. */
  String section();

  /** Type of its settings. */
  Class<S> settings();

  /** Type of its examples. The model trains on every task with such examples. */
  Class<E> examples();

  /** Maps setting names of earlier versions, which are still accepted, to the current names. */
  default Map<String, String> formerKeys() {
    return Map.of();
  }

  /**
   * Returns the values that settings had before there were keys for them, by key. An experiment of
   * an earlier version takes them for the keys that it lacks.
   */
  default Map<String, Object> formerValues() {
    return Map.of();
  }

  /**
   * Returns settings in which those that each member of a population has for itself are replaced by
   * one value: restarts ride in one population if what this returns is the same. By default members
   * share all settings.
   *
   * @param engine that the population trains on
   */
  default S shared(S settings, Engine engine) {
    return settings;
  }

  /** Returns the layout of one seed's parameters, without allocating native memory. */
  ParameterLayout layout(S settings, Task<E> task);

  /** Engines that it trains on with these settings. */
  default Set<Engine> engines(S settings) {
    return Set.of(Engine.PYTORCH);
  }

  /**
   * Creates the model for the engine of tiny models, if {@link #engines} contains {@link
   * Engine#JVM}.
   *
   * @throws UnsupportedOperationException if it does not
   */
  default CompiledModel<E> compiled(S settings, Task<E> task) {
    throw new UnsupportedOperationException(name() + " does not train on engine jvm");
  }

  /**
   * Creates the model on PyTorch. The caller must close it.
   *
   * @param parent owner of the model's constants
   */
  Model<E> model(S settings, Task<E> task, NDManager parent);

  /**
   * Creates an evaluator of trained parameters.
   *
   * @param threads maximum threads per operation, 1 or more
   */
  Evaluator<E> evaluator(S settings, Task<E> task, int threads);

  /**
   * Creates an evaluator that computes on an engine, if the evaluator uses one.
   *
   * @param threads maximum threads per operation, 1 or more
   */
  default Evaluator<E> evaluator(S settings, Task<E> task, int threads, Engine engine) {
    return evaluator(settings, task, threads);
  }
}
