package org.seedbed.model.npi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.seedbed.engine.Tape;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Axis;
import org.seedbed.engine.program.ParameterPacking;
import org.seedbed.engine.program.Program;
import org.seedbed.engine.program.Tensor;
import org.seedbed.model.LstmTape;
import org.seedbed.model.population.LstmLayer;
import org.seedbed.task.trace.Vocabulary;

/**
 * One seed's pass over a pack of frames, recorded for one shape of packs. Its mathematics is that
 * of {@link NpiCore} and {@link Npi}.
 */
final class NpiStep {
  private final Vocabulary vocabulary;
  private final List<Integer> columns;
  private final Tape tape;
  private final NpiTape network;
  private final Optional<Tensor> parents;
  private final Tensor inputs;
  private final Tensor running;
  private final Tensor called;
  private final Tensor endSigns;
  private final Tensor weight;
  private final Tensor end;
  private final List<Tensor> choices;
  private final Tensor negativeLogLikelihood;
  private final Program program;

  /** What a pack is for. */
  enum Form {
    /** A backward pass. The columns of a step follow the first ones of the step before. */
    TRAINING,
    /** Outputs that can be read. Frames share columns, which follow their parents. */
    SCORING
  }

  /**
   * @param columns for each step of a pack, its number of columns
   * @param form of the pack, and what to compile
   */
  NpiStep(
      NpiSettings settings,
      Vocabulary vocabulary,
      ParameterPacking packing,
      List<Integer> columns,
      Form form) {
    this.vocabulary = vocabulary;
    this.columns = columns;
    this.tape = new Tape(columns.stream().mapToInt(Integer::intValue).sum());
    this.network = new NpiTape(tape, settings, vocabulary, packing);
    this.parents = form == Form.SCORING ? Optional.of(tape.input()) : Optional.empty();
    this.inputs = tape.input(network.inputs());
    this.running = tape.input(network.programs());
    int choiceCount = vocabulary.programs().size() + FramePack.argumentSize(vocabulary);
    this.called = tape.input(new Axis("choices", choiceCount));
    this.endSigns = tape.input();
    this.weight = tape.input();
    Tensor x = network.fused(inputs, running);
    for (var layer : NpiCore.layers(settings)) {
      x = lstm(layer, x);
    }
    var output = network.heads(x);
    this.end = output.end();
    this.choices = output.choices();
    this.negativeLogLikelihood = negativeLogLikelihood();
    this.program =
        form == Form.TRAINING
            ? tape.compile(
                tape.multiply(negativeLogLikelihood, weight), List.of(negativeLogLikelihood))
            : tape.compile(outputs());
  }

  /** Runs a layer over all steps from a zero state. */
  private Tensor lstm(LstmLayer layer, Tensor x) {
    var gates = network.gates(layer, x);
    var states = new ArrayList<Tensor>();
    Optional<LstmTape> state = Optional.empty();
    int first = 0;
    for (int count : columns) {
      int from = first;
      var before =
          state.map(
              last ->
                  new LstmTape(
                      before(last.hidden(), from, count), before(last.cell(), from, count)));
      var next = network.next(layer, gates.columns(first, count), before);
      states.add(next.hidden());
      state = Optional.of(next);
      first += count;
    }
    return tape.joinLanes(states);
  }

  /** A state before {@code count} columns from {@code first} on. */
  private Tensor before(Tensor last, int first, int count) {
    return parents
        .map(all -> tape.gather(last, all.columns(first, count)))
        .orElseGet(() -> last.columns(0, count));
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

  /** The inputs of a pack, encoded once for all seeds; each as the program takes it. */
  @SuppressWarnings("ArrayRecordComponent") // Written to arenas only, never shared.
  record Encoded(
      Optional<float[]> parents,
      float[] inputs,
      float[] running,
      float[] called,
      float[] endSigns) {}

  /** Encodes a pack of the program's shape. */
  Encoded encode(FramePack pack) {
    int inputSize = FramePack.inputSize(vocabulary) * pack.size();
    return new Encoded(
        parents.map(input -> pack.parents()),
        Arrays.copyOf(pack.inputs(), inputSize),
        pack.running(),
        pack.called(),
        pack.endSigns());
  }

  /** Loads the program and writes a pack. */
  void load(Arena arena, Encoded pack) {
    arena.load(program);
    parents.ifPresent(input -> program.write(arena, input, pack.parents().orElseThrow()));
    program.write(arena, inputs, pack.inputs());
    program.write(arena, running, pack.running());
    program.write(arena, called, pack.called());
    program.write(arena, endSigns, pack.endSigns());
  }

  /** Writes the weight of each column in the loss. */
  void weigh(Arena arena, float[] weights) {
    program.write(arena, weight, weights);
  }

  /** Returns the negative log-likelihood of each column's step in the last run, {@code [Σ]}. */
  float[] losses(Arena arena) {
    return program.read(arena, negativeLogLikelihood);
  }

  /** Adds the outputs of the last run to a seed's results. */
  void collect(Arena arena, FramePack pack, ForcedSteps into) {
    into.add(
        pack,
        losses(arena),
        program.read(arena, end),
        choices.stream().map(logits -> program.read(arena, logits)).toList());
  }
}
