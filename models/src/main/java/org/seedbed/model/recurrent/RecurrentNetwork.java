package org.seedbed.model.recurrent;

import org.seedbed.model.population.ParameterLayout;

/** A network that takes one vector at each step, gives another, and remembers. */
public interface RecurrentNetwork {
  /**
   * Returns the parameters of one seed: matrices with biases in the last column, and learnt vectors
   * as matrices of one column.
   */
  ParameterLayout layout();

  /** Begins a run. */
  <V> Run<V> start(VectorAlgebra<V> algebra);

  /**
   * A run of the network.
   *
   * @param <V> a vector
   */
  interface Run<V> {
    /**
     * Takes a step.
     *
     * @return the logits of what is answered
     */
    V next(V input);
  }
}
