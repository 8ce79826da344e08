package org.seedbed.model;

import ai.djl.ndarray.NDManager;
import java.util.Map;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.task.Task;

/**
 * A kind of model: all that the platform needs to know of it. Found by {@link
 * java.util.ServiceLoader}: a jar on the class path that names an implementation in {@code
 * META-INF/services/org.seedbed.model.ModelFamily} adds a model to the {@link ModelCatalogue}.
 *
 * <p>Beside the implementation stands a resource {@code defaults/NAME.yaml}, an experiment file
 * that is merged over the platform's defaults exactly as a user's file is. It names a task and has
 * the family's {@link #section} with every setting.
 *
 * @param <S> its settings, a record that checks its own values
 * @param <E> type of the examples that it trains on
 */
public interface ModelFamily<S extends Record, E> {
  /** Name of the model, such as {@code diagonal-neural-gpu}. */
  String name();

  /** Name for people, such as {@code diagonal Neural GPU}. */
  String title();

  /** Key of its settings in an experiment file, such as {@code neuralGpu}. */
  String section();

  /** Type of its settings. */
  Class<S> settings();

  /** Type of its examples: it trains on every task that has such examples. */
  Class<E> examples();

  /** Settings by the names that they had in earlier versions; those are still accepted. */
  default Map<String, String> formerKeys() {
    return Map.of();
  }

  /** Parameters of the model, as one seed has them, without any native memory. */
  ParameterLayout layout(S settings, Task<E> task);

  /**
   * The model itself; close it.
   *
   * @param parent owner of its constants
   */
  Model<E> model(S settings, Task<E> task, NDManager parent);

  /**
   * What judges trained parameters of the model.
   *
   * @param threads that one operation may use, 1 or more
   */
  Evaluator<E> evaluator(S settings, Task<E> task, int threads);
}
