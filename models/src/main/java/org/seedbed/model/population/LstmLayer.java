package org.seedbed.model.population;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A layer of LSTM cells (Hochreiter and Schmidhuber, 1997, with forget gates) over a population.
 * Gates stand in the order input, forget, output, candidate; biases are the last column of the
 * weights of the input.
 *
 * @param name of its parameters
 * @param inputs I
 * @param hiddenSize H
 */
public record LstmLayer(String name, int inputs, int hiddenSize) {
  private static final int GATES = 4;

  /**
   * What a cell hands on from step to step.
   *
   * @param hiddenState {@code [K, H, B]}
   * @param cell {@code [K, H, B]}
   */
  public record State(NDArray hiddenState, NDArray cell) {
    /** That of the first {@code columns}. */
    State first(long columns) {
      return hiddenState.size(2) == columns
          ? this
          : new State(
              Tensors.slice(hiddenState, 2, 0, columns), Tensors.slice(cell, 2, 0, columns));
    }
  }

  /** Its parameters, as one seed has them; forget biases start at zero. */
  public List<Parameter> parameters() {
    var initializer = Initializer.glorot(inputs + hiddenSize, hiddenSize);
    return List.of(
        new Parameter(ofInput(), List.of(GATES * hiddenSize, inputs + 1), initializer),
        new Parameter(ofState(), List.of(GATES * hiddenSize, hiddenSize), initializer));
  }

  private String ofInput() {
    return name + "/input";
  }

  private String ofState() {
    return name + "/state";
  }

  /**
   * Runs over sequences from nothing, longest first, so that those which go on are the first ones
   * at every step.
   *
   * @param inputAndOne of all steps, one after the other, {@code [K, I+1, Σ columns]}
   * @param columns sequences that have a step, for each step; never rising
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
   * One step.
   *
   * @param inputAndOne {@code [K, I+1, B]}
   * @param state that the last step left
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
   * What gates make of a cell.
   *
   * @param sums of each gate's inputs, {@code [K, 4·H, B]}
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
