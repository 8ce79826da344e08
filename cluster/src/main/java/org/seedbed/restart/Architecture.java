package org.seedbed.restart;

import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.seedbed.model.Model;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.task.Level;

/**
 * What a search asks of a kind of model, with the experiment's hyperparameters. Driver and
 * executor.
 *
 * @param <E> type of its examples
 */
public sealed interface Architecture<E>
    permits NramArchitecture, NeuralGpuArchitecture, NpiArchitecture {
  /** Parameters of the model, as one seed has them. */
  ParameterLayout layout();

  /** The model itself; close it. */
  Model<E> newModel(NDManager parent);

  /** The level at which trained restarts are tried on examples of that length. */
  Level levelOf(int length);

  /** How a trained row {@code [P]} does on these examples, at any length. */
  Tried tried(float[] row, Level level, List<E> examples);

  /** Whether a trained row is right on every input; empty where that cannot be verified. */
  default Optional<Boolean> proved(float[] row) {
    return Optional.empty();
  }

  /** The level of an example that is short enough to be shown. */
  default Level levelShown(Level last) {
    return last;
  }

  /** What a trained row makes of an example, for people to read. */
  String shown(float[] row, Level level, E example);

  /**
   * How a trained row did.
   *
   * @param exact examples that were exactly right
   * @param failures how many of the others went wrong in each way, where there are several
   */
  record Tried(int exact, Map<String, Integer> failures) {
    static Tried of(long exact) {
      return new Tried((int) exact, Map.of());
    }
  }
}
