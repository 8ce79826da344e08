package org.seedbed.model.seq2seq;

import java.util.List;
import org.seedbed.engine.Tape;
import org.seedbed.engine.program.Axis;
import org.seedbed.engine.program.Matrix;
import org.seedbed.engine.program.ParameterPacking;
import org.seedbed.engine.program.Tensor;

/**
 * Attention to the states that the encoder had after each symbol (Bahdanau, Cho and Bengio, 2015),
 * recorded on a tape.
 */
final class AttentionTape {
  private static final Axis SCORE = new Axis("score", 1);

  private final Tape tape;
  private final Matrix ofState;
  private final Matrix score;
  private final List<Tensor> states;
  private final List<Tensor> ofRead;

  /**
   * @param states of the encoder, each {@code [H]}
   */
  AttentionTape(Tape tape, ParameterPacking packing, List<Tensor> states) {
    this.tape = tape;
    this.ofState = packing.matrix(SequenceToSequenceLayout.OF_STATE);
    this.score = packing.matrix(SequenceToSequenceLayout.SCORE);
    this.states = List.copyOf(states);
    var matrix = packing.matrix(SequenceToSequenceLayout.OF_READ);
    this.ofRead = states.stream().map(read -> tape.dense(matrix, read, hidden(read))).toList();
  }

  private static Axis hidden(Tensor state) {
    return new Axis("hidden", state.rows());
  }

  /** Returns Σⱼ softmaxⱼ(v·tanh(W₁eⱼ + W₂d))·eⱼ for a state d of the decoder, {@code [H]}. */
  Tensor context(Tensor state) {
    var own = tape.dense(ofState, state, hidden(state));
    var scores =
        ofRead.stream().map(read -> tape.dense(score, tape.tanh(tape.add(read, own)), SCORE));
    var weights =
        tape.softmax(tape.joinRows(scores.toList(), new Axis("positions", states.size())));
    return tape.choose(weights, states, hidden(state));
  }
}
