package org.seedbed.model.population;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A layer of LSTM cells (Hochreiter and Schmidhuber, 1997, with forget gates) over a population.
 * The gates are in the order input, forget, output, candidate; biases are the last column of the
 * input weights.
 *
 * @param name of its parameters
 * @param inputs I
 * @param hiddenSize H
 */
public record LstmLayer(String name, int inputs, int hiddenSize) {
  private static final int GATES = 4;

  /**
   * State of a cell between steps.
   *
   * @param hiddenState {@code [K, H, B]}
   * @param cell {@code [K, H, B]}
   */
  public record State(NDArray hiddenState, NDArray cell) {
    /** Returns the state of the first {@code columns}. */
    State first(long columns) {
      return hiddenState.size(2) == columns
          ? this
          : new State(
              Tensors.slice(hiddenState, 2, 0, columns), Tensors.slice(cell, 2, 0, columns));
    }
  }

  /**
   * Returns the parameters of one seed. Biases are initialized like weights; forget biases get no
   * offset.
   */
  public List<Parameter> parameters() {
    var initializer = Initializer.glorot(inputs + hiddenSize, hiddenSize);
    return List.of(
        new Parameter(ofInput(), List.of(GATES * hiddenSize, inputs + 1), initializer),
        new Parameter(ofState(), List.of(GATES * hiddenSize, hiddenSize), initializer));
  }

  /** Name of the input weights. */
  public String ofInput() {
    return name + "/input";
  }

  /** Name of the recurrent weights, which have no bias. */
  public String ofState() {
    return name + "/state";
  }

  /**
   * Runs over sequences from a zero state, longest first, so that the unfinished ones come first at
   * every step.
   *
   * @param inputAndOne inputs of all steps, one step after the other, and a row of ones, {@code [K,
   *     I+1, Σ columns]}
   * @param columns for each step, the number of sequences that have it; never increasing
   * @return hidden states of all steps, {@code [K, H, Σ columns]}
   */
  public NDArray over(Parameters parameters, NDArray inputAndOne, List<Integer> columns) {
    NDArray sums = Tensors.dense(parameters.get(ofInput()), inputAndOne);
    var parts = Tensors.split(sums, 2, columns);
    var hiddenStates = new ArrayList<NDArray>();
    Optional<State> state = Optional.empty();
    for (int t = 0; t < parts.size(); t++) {
      int going = columns.get(t);
      var next = after(parameters, parts.get(t), state.map(last -> last.first(going)));
      hiddenStates.add(next.hiddenState());
      state = Optional.of(next);
    }
    return Tensors.join(2, hiddenStates);
  }

  /**
   * Runs one step.
   *
   * @param inputAndOne {@code [K, I+1, B]}
   * @param state state after the previous step
   */
  public State step(Parameters parameters, NDArray inputAndOne, State state) {
    NDArray sums = Tensors.dense(parameters.get(ofInput()), inputAndOne);
    return after(parameters, sums, Optional.of(state));
  }

  private State after(Parameters parameters, NDArray sums, Optional<State> state) {
    NDArray all =
        state
            .map(last -> sums.add(parameters.get(ofState()).batchMatMul(last.hiddenState())))
            .orElse(sums);
    return next(all, state.map(State::cell));
  }

  /**
   * Applies the gates to a cell.
   *
   * @param sums pre-activations of the gates, {@code [K, 4·H, B]}
   * @param cell {@code [K, H, B]}; empty for zeros
   */
  public static State next(NDArray sums, Optional<NDArray> cell) {
    try (var gates = sums.split(GATES, 1);
        NDArray in = Activation.sigmoid(gates.get(0));
        NDArray forget = Activation.sigmoid(gates.get(1));
        NDArray out = Activation.sigmoid(gates.get(2));
        NDArray candidate = gates.get(3).tanh();
        NDArray written = in.mul(candidate)) {
      NDArray after = cell.map(before -> remembered(forget, before, written)).orElse(written);
      NDArray kept = cell.isPresent() ? after : after.reshape(after.getShape());
      try (NDArray bounded = kept.tanh()) {
        return new State(out.mul(bounded), kept);
      }
    }
  }

  private static NDArray remembered(NDArray forget, NDArray before, NDArray written) {
    try (NDArray remembered = forget.mul(before)) {
      return remembered.add(written);
    }
  }
}
