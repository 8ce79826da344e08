package org.seedbed.model;

import java.util.Optional;
import org.seedbed.engine.Tape;
import org.seedbed.engine.program.Axis;
import org.seedbed.engine.program.Tensor;

/**
 * A step of LSTM cells on a tape; the same mathematics as {@link
 * org.seedbed.model.population.LstmLayer}.
 *
 * @param hidden hidden state after the step
 * @param cell cell after the step
 */
public record LstmTape(Tensor hidden, Tensor cell) {
  /**
   * Applies the gates to a cell.
   *
   * @param gates pre-activations in the order input, forget, output, candidate, {@code [4·H]}
   * @param hidden axis of the state, {@code H}
   * @param before cell before the step; empty for zeros
   */
  public static LstmTape next(Tape tape, Tensor gates, Axis hidden, Optional<Tensor> before) {
    int size = hidden.size();
    var in = tape.sigmoid(gates.range(0, hidden));
    var forget = tape.sigmoid(gates.range(size, hidden));
    var out = tape.sigmoid(gates.range(2 * size, hidden));
    var written = tape.multiply(in, tape.tanh(gates.range(3 * size, hidden)));
    var cell = before.map(last -> tape.multiplyAdd(forget, last, written)).orElse(written);
    return new LstmTape(tape.multiply(out, tape.tanh(cell)), cell);
  }
}
