package org.seedbed.model.neuralgpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.seedbed.engine.Tape;
import org.seedbed.engine.operation.Clip;
import org.seedbed.engine.operation.Convolution.Filter;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Axis;
import org.seedbed.engine.program.ParameterPacking;
import org.seedbed.engine.program.Program;
import org.seedbed.engine.program.Tensor;
import org.seedbed.model.neuralgpu.NeuralGpuSettings.Dropout;
import org.seedbed.model.neuralgpu.Packing.Sequence;

/**
 * A Neural GPU's step on sequences of one length, compiled for one seed; the same mathematics as
 * {@link NeuralGpu}, with one cell at each position and piecewise linear functions.
 */
final class NeuralGpuStep {
  private static final Clip.Range GATE = new Clip.Range(0.5f, 0.5f, 0, 1);
  private static final Clip.Range CANDIDATE = new Clip.Range(1, 0, -1, 1);

  private final NeuralGpuSettings settings;
  private final int symbols;
  private final ParameterPacking packing;
  private final Folding folding;
  private final Tape tape;
  private final Axis positions;
  private final Axis maps;
  private final Tensor given;
  private final Tensor asked;
  private final Tensor inside;
  private final Saturations ofUnits;
  private final Saturations ofEmbedding;
  private Optional<Tensor> cost = Optional.empty();
  private final List<Tensor> masks = new ArrayList<>();
  private final Tensor logits;
  private final Tensor crossEntropy;
  private final Program program;

  /**
   * What a program is compiled for.
   *
   * @param length n: positions of each sequence
   * @param sequences number of sequences
   * @param purpose what the program computes
   */
  record Shape(int length, int sequences, Purpose purpose) {}

  /**
   * What a program computes.
   *
   * @param training whether to compile a backward pass; else the outputs can be read
   * @param saturation whether saturated nonlinearities cost something
   * @param measures whether that cost is computed, too, and not its gradient alone
   * @param dropout whether values are dropped out
   */
  record Purpose(boolean training, boolean saturation, boolean measures, boolean dropout) {
    static final Purpose SCORING = new Purpose(false, false, false, false);

    /** Returns that of a training step. */
    static Purpose ofTraining(NeuralGpuSettings settings) {
      return new Purpose(
          true,
          settings.saturationCost() > 0,
          settings.saturationCost() > 0 && settings.saturationFades(),
          settings.dropoutKeepProbability() < 1);
    }
  }

  /**
   * @param symbols S: size of the alphabet
   */
  NeuralGpuStep(NeuralGpuSettings settings, int symbols, ParameterPacking packing, Shape shape) {
    this.settings = settings;
    this.symbols = symbols;
    this.packing = packing;
    this.folding = Folding.of(shape.length(), shape.sequences());
    this.tape = new Tape(folding.lanes());
    this.positions = new Axis("positions", folding.positions());
    this.maps = new Axis("maps", settings.maps());
    var alphabet = new Axis("symbols", symbols);
    this.given = tape.input(positions, alphabet);
    this.asked = tape.input(positions, alphabet);
    this.inside = tape.input(positions);
    this.ofUnits = saturations(shape.purpose());
    this.ofEmbedding = saturations(shape.purpose());
    var embedding = new Filter(packing.matrix("embedding"), Optional.empty());
    Tensor state = tape.convolve(List.of(embedding), given, positions, maps);
    state = clip(state, CANDIDATE, ofEmbedding);
    if (settings.dropout().ofInput() && shape.purpose().dropout()) {
      state = tape.multiply(state, mask());
    }
    for (int t = 0; t < folding.length(); t++) {
      state = timeStep(state, t, shape.purpose());
    }
    this.logits = tape.convolve(List.of(filter("output")), state, positions, alphabet);
    var flat = new Axis("all", positions.size() * symbols);
    this.crossEntropy = tape.dot(tape.logSoftmax(logits).as(flat), asked.as(flat));
    this.program =
        shape.purpose().training()
            ? tape.compile(crossEntropy, cost.stream().toList())
            : tape.compile(List.of(logits, crossEntropy));
  }

  /**
   * The cost of saturated inputs of nonlinearities.
   *
   * @param gradient weighted, for its gradient; empty for none
   * @param measured unweighted, for the cost itself; empty if it is not computed
   */
  private record Saturations(
      Optional<Clip.Saturation> gradient, Optional<Clip.Saturation> measured) {}

  private Saturations saturations(Purpose purpose) {
    return new Saturations(saturation(purpose.saturation()), saturation(purpose.measures()));
  }

  private Optional<Clip.Saturation> saturation(boolean present) {
    return present
        ? Optional.of(
            new Clip.Saturation((float) settings.saturationLimit(), tape.input(positions)))
        : Optional.empty();
  }

  /** A nonlinearity; adds the cost of its inputs, whose place it may take. */
  private Tensor clip(Tensor x, Clip.Range range, Saturations saturations) {
    saturations
        .measured()
        .ifPresent(measured -> cost = Optional.of(tape.saturationCost(x, measured, cost)));
    return tape.clip(x, range, saturations.gradient());
  }

  /** The filter of a kernel and the bias beside it. */
  private Filter filter(String name) {
    return new Filter(
        packing.matrix(name + "/kernel"), Optional.of(packing.matrix(name + "/bias")));
  }

  private Tensor timeStep(Tensor before, int t, Purpose purpose) {
    var state = maskInput(false, purpose).map(mask -> tape.multiply(before, mask)).orElse(before);
    for (int layer = 0; layer < settings.layers(); layer++) {
      var unit = NeuralGpu.unit(layer, t % settings.relaxation().sets());
      state = update(unit, state, maskInput(true, purpose));
    }
    return state;
  }

  /** Returns an input for the next mask of candidates, or else of the state. */
  private Optional<Tensor> maskInput(boolean ofCandidates, Purpose purpose) {
    return purpose.dropout() && settings.dropout().ofCandidates() == ofCandidates
        ? Optional.of(mask())
        : Optional.empty();
  }

  private Tensor mask() {
    var mask = tape.input(positions, maps);
    masks.add(mask);
    return mask;
  }

  private Tensor update(String unit, Tensor state, Optional<Tensor> dropout) {
    var around = tape.border(state, folding.lanesPerPart());
    var filters = List.of(filter(unit + "/reset"), filter(unit + "/gate"));
    var opened = tape.convolve(filters, around, new Axis("filters", 2), positions, maps);
    var gates = clip(opened, GATE, ofUnits);
    var reset = gates.at("filters", 0);
    var remembered = tape.multiply(reset, around.range(1, positions));
    var fresh =
        tape.convolve(
            List.of(filter(unit + "/candidate")),
            tape.border(remembered, folding.lanesPerPart()),
            positions,
            maps);
    return tape.gatedUpdate(
        around,
        gates.at("filters", 1),
        clip(fresh, CANDIDATE, ofUnits),
        inside,
        dropout,
        settings.shiftGates());
  }

  Program program() {
    return program;
  }

  /**
   * Loads the program and writes sequences, without their weights.
   *
   * @param sequences all of the folding's length
   * @param batch number of examples that the loss is the mean of
   */
  void load(Arena arena, List<Sequence> sequences, int batch) {
    arena.load(program);
    float[] symbolsGiven = new float[given.rows() * folding.lanes()];
    float[] symbolsAsked = new float[asked.rows() * folding.lanes()];
    float[] ones = new float[inside.rows() * folding.lanes()];
    for (int b = 0; b < sequences.size(); b++) {
      var example = sequences.get(b).example();
      var padding = settings.padding();
      float weight = (float) (1.0 / padding.asked(example) / batch);
      for (int i = 0; i < folding.length(); i++) {
        if (padding.lives(example, i)) {
          symbolsGiven[folding.index(i, b, symbols, example.input(i))] = 1;
          ones[folding.index(i, b, 1, 0)] = 1;
        }
        var expected = padding.asked(example, i);
        if (expected.isPresent()) {
          symbolsAsked[folding.index(i, b, symbols, expected.getAsInt())] = -weight;
        }
      }
    }
    program.write(arena, given, symbolsGiven);
    program.write(arena, asked, symbolsAsked);
    program.write(arena, inside, ones);
  }

  /**
   * Writes the cost of saturation.
   *
   * @param sequences number of sequences
   * @param weight of one sequence in the loss
   * @param saturationCost of a seed
   */
  void weigh(Arena arena, int sequences, double weight, double saturationCost) {
    int n = folding.length();
    double square = (double) n * n;
    float cost = (float) (saturationCost / square * weight);
    float unweighted = (float) (weight / square);
    weigh(arena, ofUnits, sequences, cost, unweighted);
    weigh(arena, ofEmbedding, sequences, cost * n, unweighted * n);
  }

  private void weigh(Arena arena, Saturations of, int sequences, float weighted, float unweighted) {
    of.gradient().ifPresent(it -> fill(arena, it.weights(), sequences, weighted));
    of.measured().ifPresent(it -> fill(arena, it.weights(), sequences, unweighted));
  }

  /** Returns the cost of the last run, unweighted; 0 if it is not measured. */
  double cost(Arena arena) {
    return cost.map(of -> sum(program.read(arena, of))).orElse(0.0);
  }

  private static double sum(float[] lanes) {
    return IntStream.range(0, lanes.length).mapToDouble(i -> lanes[i]).sum();
  }

  private void fill(Arena arena, Tensor weights, int sequences, float value) {
    float[] values = new float[weights.rows() * folding.lanes()];
    for (int i = 0; i < folding.length(); i++) {
      int first = folding.index(i, 0, 1, 0);
      Arrays.fill(values, first, first + sequences, value);
    }
    program.write(arena, weights, values);
  }

  /**
   * Writes the dropout masks.
   *
   * @param offsets of the masks in the field, in the order of their use
   * @param own hyperparameters of a seed
   */
  void writeMasks(
      Arena arena,
      List<Sequence> sequences,
      DropoutField field,
      int[] offsets,
      NeuralGpuSettings own) {
    int m = settings.maps();
    int lanes = folding.lanes();
    float keep = DropoutField.keptShare(own, folding.length());
    float[] values = new float[folding.positions() * m * lanes];
    for (int k = 0; k < masks.size(); k++) {
      for (int b = 0; b < sequences.size(); b++) {
        for (int i = 0; i < folding.length(); i++) {
          int from = field.at(offsets[k] + sequences.get(b).first() + i);
          int to = folding.index(i, b, m, 0);
          for (int j = 0; j < m; j++) {
            values[to + j * lanes] = field.drawn()[from + j];
          }
        }
      }
      if (settings.dropout() == Dropout.STATE) {
        // Outside of sequences the state is 0, whatever is written there.
        for (int i = 0; i < values.length; i++) {
          values[i] = (values[i] < keep ? 1 : 0) / keep;
        }
      }
      program.write(arena, masks.get(k), values);
    }
  }

  /** Returns the loss of the last run. */
  double loss(Arena arena) {
    return sum(program.read(arena, crossEntropy));
  }

  /** Returns the most likely symbols of the last run, for each sequence. */
  List<int[]> answers(Arena arena, int sequences) {
    float[] all = program.read(arena, logits);
    return IntStream.range(0, sequences)
        .mapToObj(
            b -> IntStream.range(0, folding.length()).map(i -> mostLikely(all, i, b)).toArray())
        .toList();
  }

  private int mostLikely(float[] all, int i, int b) {
    int best = 0;
    for (int symbol = 1; symbol < symbols; symbol++) {
      if (all[folding.index(i, b, symbols, symbol)] > all[folding.index(i, b, symbols, best)]) {
        best = symbol;
      }
    }
    return best;
  }
}
