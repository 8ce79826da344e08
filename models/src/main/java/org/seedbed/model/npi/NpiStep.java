package org.seedbed.model.npi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.seedbed.engine.Tape;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Axis;
import org.seedbed.engine.program.Matrix;
import org.seedbed.engine.program.ParameterPacking;
import org.seedbed.engine.program.Program;
import org.seedbed.engine.program.Tensor;
import org.seedbed.task.trace.Vocabulary;

/**
 * One seed's pass over a pack of frames, recorded for one shape of packs. Its mathematics is that
 * of {@link NpiCore} and {@link Npi}.
 */
final class NpiStep {
  private final NpiSettings settings;
  private final Vocabulary vocabulary;
  private final ParameterPacking packing;
  private final List<Integer> columns;
  private final Tape tape;
  private final Tensor inputs;
  private final Tensor running;
  private final Tensor called;
  private final Tensor endSigns;
  private final Tensor weight;
  private final Tensor end;
  private final List<Tensor> choices;
  private final Tensor negativeLogLikelihood;
  private final Program program;

  /**
   * @param columns for each step, the number of frames that have it, padded
   * @param training whether to compile a backward pass; else the outputs can be read
   */
  NpiStep(
      NpiSettings settings,
      Vocabulary vocabulary,
      ParameterPacking packing,
      List<Integer> columns,
      boolean training) {
    this.settings = settings;
    this.vocabulary = vocabulary;
    this.packing = packing;
    this.columns = columns;
    this.tape = new Tape(columns.stream().mapToInt(Integer::intValue).sum());
    int programs = vocabulary.programs().size();
    var program = new Axis("programs", programs);
    this.inputs = tape.input(new Axis("inputs", FramePack.inputSize(vocabulary)));
    this.running = tape.input(program);
    this.called = tape.input(new Axis("choices", programs + FramePack.argumentSize(vocabulary)));
    this.endSigns = tape.input();
    this.weight = tape.input();
    Tensor x = fused();
    for (var layer : NpiCore.layers(settings)) {
      x = lstm(layer.ofInput(), layer.ofState(), x);
    }
    int key = settings.embedding();
    int arguments = FramePack.argumentSize(vocabulary);
    var heads = tape.dense(matrix(NpiCore.HEADS), x, new Axis("heads", 1 + key + arguments));
    this.end = heads.range(0, new Axis("end", 1)).as();
    this.choices = new ArrayList<>();
    choices.add(tape.dense(matrix(NpiCore.KEYS), heads.range(1, new Axis("key", key)), program));
    int from = 1 + key;
    for (var argument : vocabulary.arguments()) {
      choices.add(heads.range(from, new Axis("argument", argument.size())));
      from += argument.size();
    }
    this.negativeLogLikelihood = negativeLogLikelihood();
    this.program =
        training
            ? tape.compile(tape.multiply(negativeLogLikelihood, weight))
            : tape.compile(outputs());
  }

  private Matrix matrix(String name) {
    return packing.matrix(name);
  }

  private Tensor fused() {
    var encoding = new Axis("encoding", settings.encoding());
    var embedding = new Axis("embedding", settings.embedding());
    var encoded = tape.relu(tape.dense(matrix(NpiCore.ENCODER), inputs, encoding));
    var embedded = tape.dense(matrix(NpiCore.EMBEDDINGS), running, embedding);
    var both =
        tape.joinRows(
            List.of(encoded, embedded),
            new Axis("features", settings.encoding() + settings.embedding()));
    return tape.relu(tape.dense(matrix(NpiCore.FUSION), both, hidden()));
  }

  private Axis hidden() {
    return new Axis("hidden", settings.hiddenSize());
  }

  /** Runs a layer over all steps from a zero state; the frames of a step are the first ones. */
  private Tensor lstm(String ofInput, String ofState, Tensor x) {
    int size = settings.hiddenSize();
    var sums = tape.dense(matrix(ofInput), x, new Axis("gates", 4 * size));
    var states = new ArrayList<Tensor>();
    Optional<Tensor> state = Optional.empty();
    Optional<Tensor> cell = Optional.empty();
    int first = 0;
    for (int count : columns) {
      var own = sums.columns(first, count);
      var all =
          state
              .map(last -> tape.denseAdd(matrix(ofState), last.columns(0, count), own))
              .orElse(own);
      var in = tape.sigmoid(all.range(0, hidden()));
      var forget = tape.sigmoid(all.range(size, hidden()));
      var out = tape.sigmoid(all.range(2 * size, hidden()));
      var written = tape.multiply(in, tape.tanh(all.range(3 * size, hidden())));
      var after =
          cell.map(last -> tape.multiplyAdd(forget, last.columns(0, count), written))
              .orElse(written);
      var next = tape.multiply(out, tape.tanh(after));
      states.add(next);
      state = Optional.of(next);
      cell = Optional.of(after);
      first += count;
    }
    return tape.joinLanes(states);
  }

  private Tensor negativeLogLikelihood() {
    Tensor sum = tape.softplus(tape.multiply(end, endSigns));
    int from = 0;
    for (var logits : choices) {
      var right = called.range(from, logits.axes().get(0));
      sum = tape.subtract(sum, tape.dot(tape.logSoftmax(logits), right));
      from += logits.rows();
    }
    return sum;
  }

  private List<Tensor> outputs() {
    var outputs = new ArrayList<Tensor>(choices);
    outputs.add(end);
    outputs.add(negativeLogLikelihood);
    return outputs;
  }

  Program program() {
    return program;
  }

  /** Loads the program and writes a pack of its shape. */
  void load(Arena arena, FramePack pack) {
    arena.load(program);
    int inputSize = FramePack.inputSize(vocabulary) * pack.size();
    program.write(arena, inputs, Arrays.copyOf(pack.inputs(), inputSize));
    program.write(arena, running, pack.running());
    program.write(arena, called, pack.called());
    program.write(arena, endSigns, pack.endSigns());
  }

  /** Writes the weight of each column in the loss. */
  void weigh(Arena arena, float[] weights) {
    program.write(arena, weight, weights);
  }

  /** Adds the outputs of the last run to a seed's results. */
  void collect(Arena arena, FramePack pack, ForcedSteps into) {
    into.add(
        pack,
        program.read(arena, negativeLogLikelihood),
        program.read(arena, end),
        choices.stream().map(logits -> program.read(arena, logits)).toList());
  }
}
