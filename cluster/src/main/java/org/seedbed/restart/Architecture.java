package org.seedbed.restart;

import ai.djl.ndarray.NDManager;
import java.util.List;
import org.seedbed.model.Model;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.task.Level;

/**
 * What a search asks of a kind of model, with the experiment's hyperparameters. Driver and
 * executor.
 *
 * @param <E> type of its examples
 */
sealed interface Architecture<E> permits NramArchitecture, NeuralGpuArchitecture {
  /** Parameters of the model, as one seed has them. */
  ParameterLayout layout();

  /** The model itself; close it. */
  Model<E> newModel(NDManager parent);

  /** The level at which trained restarts are tried on examples of that length. */
  Level levelOf(int length);

  /** How many of these examples a trained row {@code [P]} gets exactly right, at any length. */
  int exact(float[] row, Level level, List<E> examples);

  /** What a trained row makes of an example, for people to read. */
  String shown(float[] row, Level level, E example);
}
