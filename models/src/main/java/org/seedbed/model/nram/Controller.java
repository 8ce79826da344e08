package org.seedbed.model.nram;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.population.Parameter;
import org.seedbed.model.population.Parameters;

/** Maps P(register = 0) to the logits of all selectors at each step. */
interface Controller {
  /** Returns the parameters of one seed. */
  List<Parameter> parameters();

  /**
   * Begins a run.
   *
   * @param batch B
   * @param dropout the training step if hidden units are to be dropped out, else empty
   */
  Run begin(Parameters parameters, int batch, Optional<TrainingStep> dropout);

  /**
   * Returns a supplier of integer runs of one seed.
   *
   * @param parameters the seed's parameters by name
   */
  Supplier<IntegerRun> onIntegers(Function<String, float[]> parameters);

  /** A run of a population over time. */
  interface Run {
    /**
     * @param zeros P(register = 0), {@code [K, R, B]}
     * @return logits {@code [K, O, B]}
     */
    NDArray logits(NDArray zeros);
  }

  /** A run of one seed on one example, whose registers are integers. */
  interface IntegerRun {
    /**
     * @param zeros whether each register is zero
     * @return logits {@code [O]}
     */
    double[] logits(boolean[] zeros);
  }
}
