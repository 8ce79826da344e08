package org.seedbed.model.recurrent;

import java.util.List;
import java.util.Optional;
import org.seedbed.model.population.ParameterLayout;

/** A network that takes one vector at each step, gives another, and remembers. */
public interface RecurrentNetwork {
  /**
   * Returns the parameters of one seed: matrices with biases in the last column, and learnt vectors
   * as matrices of one column.
   */
  ParameterLayout layout();

  /** Returns what each step decides; empty if it decides nothing. */
  default Optional<Decisions> decisions() {
    return Optional.empty();
  }

  /** Begins a run. */
  <V> Run<V> start(VectorAlgebra<V> algebra);

  /**
   * What each step decides, all at once ({@link VectorAlgebra#decisions}).
   *
   * @param about what each decision is about, such as {@code stack}
   * @param options names of the options of each decision, in their order
   */
  record Decisions(String about, List<String> options) {
    public Decisions {
      options = List.copyOf(options);
    }
  }

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
