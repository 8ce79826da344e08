package org.seedbed.model.nram;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.population.Parameter;
import org.seedbed.model.population.Parameters;

/** Turns P(register = 0) into logits of all selectors, step after step. */
interface Controller {
  /** Its parameters, as one seed has them. */
  List<Parameter> parameters();

  /**
   * Begins a run.
   *
   * @param batch B
   * @param dropout where the training stands if hidden units are to be dropped, else empty
   */
  Run begin(Parameters parameters, int batch, Optional<TrainingStep> dropout);

  /** Runs of one seed, whose parameters are given by name, on integers. */
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
