package org.seedbed.model.seq2seq;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.seedbed.engine.Tape;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Axis;
import org.seedbed.engine.program.Matrix;
import org.seedbed.engine.program.ParameterPacking;
import org.seedbed.engine.program.Program;
import org.seedbed.engine.program.Tensor;
import org.seedbed.model.LstmTape;
import org.seedbed.model.Model.BatchScore;
import org.seedbed.task.sequence.SequenceExample;

/**
 * The step of one seed, recorded for one shape. Its mathematics is that of {@link
 * SequenceToSequence}.
 */
final class SequenceToSequenceStep {
  /**
   * What a step is recorded for.
   *
   * @param positions n
   * @param lanes examples, padded
   * @param training whether there is a backward pass; else the logits can be read
   */
  record Shape(int positions, int lanes, boolean training) {}

  private final SequenceToSequenceSettings settings;
  private final Shape shape;
  private final Axis symbols;
  private final Axis hidden;
  private final Tape tape;
  private final Tensor read;
  private final Tensor given;
  private final Tensor asked;
  private final Tensor weight;
  private final Tensor logits;
  private final Tensor loss;
  private final Program program;
  private Tensor state;
  private Optional<Tensor> cell = Optional.empty();

  SequenceToSequenceStep(
      SequenceToSequenceSettings settings, int symbols, ParameterPacking packing, Shape shape) {
    this.settings = settings;
    this.shape = shape;
    this.symbols = new Axis("symbols", symbols);
    this.hidden = new Axis("hidden", settings.hiddenSize());
    this.tape = new Tape(shape.lanes());
    var positions = new Axis("positions", shape.positions());
    this.read = tape.input(positions, this.symbols);
    this.given = tape.input(positions, this.symbols);
    this.asked = tape.input(positions, this.symbols);
    this.weight = tape.input();
    this.state = tape.constant(new float[hidden.size()], hidden);
    var encoder = packing.matrix(SequenceToSequenceLayout.ENCODER);
    var states = new ArrayList<Tensor>();
    for (int t = 0; t < shape.positions(); t++) {
      advance(encoder, List.of(read.at("positions", t), state));
      states.add(state);
    }
    var attention =
        settings.attention()
            ? Optional.of(new AttentionTape(tape, packing, states))
            : Optional.<AttentionTape>empty();
    var decoder = packing.matrix(SequenceToSequenceLayout.DECODER);
    var output = packing.matrix(SequenceToSequenceLayout.OUTPUT);
    var all = new ArrayList<Tensor>();
    for (int j = 0; j < shape.positions(); j++) {
      var symbol = given.at("positions", j);
      if (attention.isPresent()) {
        var context = attention.get().context(state);
        advance(decoder, List.of(symbol, context, state));
        all.add(tape.dense(output, joined(List.of(state, context)), this.symbols));
      } else {
        advance(decoder, List.of(symbol, state));
        all.add(tape.dense(output, state, this.symbols));
      }
    }
    this.logits = tape.joinRows(all, positions, this.symbols);
    var right = tape.dot(tape.logSoftmax(logits), asked);
    this.loss = tape.multiply(tape.sum(right), weight);
    this.program = shape.training() ? tape.compile(loss) : tape.compile(List.of(loss, logits));
  }

  private Tensor joined(List<Tensor> parts) {
    return tape.joinRows(parts, new Axis("inputs", parts.stream().mapToInt(Tensor::rows).sum()));
  }

  private void advance(Matrix weights, List<Tensor> inputs) {
    var sums = tape.dense(weights, joined(inputs), new Axis("gates", 4 * hidden.size()));
    var next = LstmTape.next(tape, sums, hidden, cell);
    state = next.hidden();
    cell = Optional.of(next.cell());
  }

  Program program() {
    return program;
  }

  /** Loads the program and writes a batch. */
  void load(Arena arena, List<SequenceExample> batch) {
    var forcing = new TeacherForcing(batch, settings.reversedInput());
    int lanes = shape.lanes();
    arena.load(program);
    program.write(arena, read, forcing.oneHot(symbols.size(), lanes, forcing::read));
    program.write(arena, given, forcing.oneHot(symbols.size(), lanes, forcing::given));
    program.write(arena, asked, forcing.oneHot(symbols.size(), lanes, forcing::asked));
    float[] weights = new float[lanes];
    for (int b = 0; b < batch.size(); b++) {
      weights[b] = -forcing.weight(b);
    }
    program.write(arena, weight, weights);
  }

  /**
   * Returns the score of the last run. If every symbol is right given the right ones before it, the
   * answer is right when the seed is given its own symbols, too.
   */
  BatchScore score(Arena arena, List<SequenceExample> batch) {
    float[] all = program.read(arena, logits);
    int[] wrong = new int[batch.size()];
    for (int b = 0; b < wrong.length; b++) {
      wrong[b] = batch.get(b).wrongSymbols(mostProbable(all, b));
    }
    return BatchScore.of(wrong, SequenceExample.asked(batch), program.sum(arena, loss));
  }

  private int[] mostProbable(float[] all, int lane) {
    int[] answer = new int[shape.positions()];
    for (int position = 0; position < answer.length; position++) {
      int from = position * symbols.size();
      for (int symbol = 1; symbol < symbols.size(); symbol++) {
        float best = all[(from + answer[position]) * shape.lanes() + lane];
        boolean better = all[(from + symbol) * shape.lanes() + lane] > best;
        answer[position] = better ? symbol : answer[position];
      }
    }
    return answer;
  }
}
