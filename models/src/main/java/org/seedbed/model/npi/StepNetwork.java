package org.seedbed.model.npi;

import java.util.List;

/** The network of one trained seed, one step of one frame per column. */
interface StepNetwork {
  /** Number of values of a frame's state: hidden state and cell of each layer. */
  int stateSize();

  /**
   * Runs one step.
   *
   * @param inputs one-hot observations and arguments, and a row of ones, {@code [I+1, M]}
   * @param running one-hot running programs, {@code [P, M]}
   * @param states states before the step, {@code [S, M]}
   * @param size M
   */
  Stepped step(float[] inputs, float[] running, float[] states, int size);

  /**
   * What a step makes.
   *
   * @param states states after the step, {@code [S, M]}
   * @param end log odds that the frame ends, {@code [M]}
   * @param choices logits of the next program, then of each argument, {@code [choices, M]}
   */
  @SuppressWarnings("ArrayRecordComponent") // Read once by the interpreter, never shared.
  record Stepped(float[] states, float[] end, List<float[]> choices) {}
}
