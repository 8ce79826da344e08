package org.seedbed.model.neuralgpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.seedbed.engine.operation.Clip;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.ParameterPacking;
import org.seedbed.engine.program.Program;
import org.seedbed.engine.program.Tensor;
import org.seedbed.model.neuralgpu.NeuralGpuSettings.Dropout;
import org.seedbed.model.neuralgpu.NeuralGpuTape.Recalled;
import org.seedbed.model.neuralgpu.Packing.Sequence;

/** A Neural GPU's training step on sequences of one length, compiled for one seed. */
final class NeuralGpuStep {
  private final NeuralGpuSettings settings;
  private final Folding folding;
  private final FoldedSequences folded;
  private final NeuralGpuTape tape;
  private final Tensor given;
  private final Tensor asked;
  private final Tensor inside;
  private final Saturations ofUnits;
  private final Saturations ofEmbedding;
  private Optional<Tensor> cost = Optional.empty();
  private final List<Tensor> masks = new ArrayList<>();
  private final Map<String, Optional<Recalled>> recalled = new HashMap<>();
  private final List<Tensor> starts = new ArrayList<>(); // by time step, from the second
  private final List<Tensor> ends = new ArrayList<>(); // by time step
  private Optional<Tensor> lastStates = Optional.empty();
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
   * @param saturation whether saturated nonlinearities cost something
   * @param measures whether that cost is computed, too, and not its gradient alone
   * @param dropout whether values are dropped out
   * @param progressive whether some sequences train on a part of the time steps
   */
  record Purpose(boolean saturation, boolean measures, boolean dropout, boolean progressive) {
    static Purpose of(NeuralGpuSettings settings) {
      return new Purpose(
          settings.saturationCost() > 0,
          settings.saturationCost() > 0 && settings.saturationFades(),
          settings.dropoutKeepProbability() < 1,
          settings.extrapolation().progressiveShare() > 0);
    }
  }

  /**
   * @param symbols S: size of the alphabet
   */
  NeuralGpuStep(NeuralGpuSettings settings, int symbols, ParameterPacking packing, Shape shape) {
    this.settings = settings;
    this.folding = Folding.of(shape.length(), shape.sequences());
    this.folded = new FoldedSequences(settings.padding(), symbols, folding);
    this.tape = new NeuralGpuTape(settings, symbols, packing, folding);
    this.given = tape.symbols();
    this.asked = tape.symbols();
    this.inside = tape.rows();
    var purpose = shape.purpose();
    this.ofUnits = saturations(purpose);
    this.ofEmbedding = saturations(purpose);
    var state = clip(tape.embedding(given), NeuralGpuTape.CANDIDATE, ofEmbedding);
    if (settings.dropout().ofInput() && purpose.dropout()) {
      state = tape.tape().multiply(state, mask());
    }
    for (int t = 0; t < folding.length(); t++) {
      state = timeStep(purpose.progressive() ? startable(state, t) : state, t, purpose);
      if (purpose.progressive()) {
        end(state);
      }
    }
    state = lastStates.orElse(state);
    var crossEntropy = tape.crossEntropy(tape.logits(state), asked);
    this.program = tape.tape().compile(crossEntropy, cost.stream().toList());
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
        ? Optional.of(new Clip.Saturation((float) settings.saturationLimit(), tape.rows()))
        : Optional.empty();
  }

  /** A nonlinearity; adds the cost of its inputs, whose place it may take. */
  private Tensor clip(Tensor x, Clip.Range range, Saturations saturations) {
    saturations
        .measured()
        .ifPresent(measured -> cost = Optional.of(tape.tape().saturationCost(x, measured, cost)));
    return tape.tape().clip(x, range, saturations.gradient());
  }

  /** A state before a time step with which sequences may start. */
  private Tensor startable(Tensor state, int t) {
    if (t == 0) {
      return state;
    }
    var passes = tape.tape().input();
    starts.add(passes);
    return tape.tape().stopGradient(state, passes);
  }

  /** Takes a state as the last one of the sequences that end with it. */
  private void end(Tensor state) {
    var taken = tape.tape().input();
    ends.add(taken);
    lastStates =
        Optional.of(
            lastStates
                .map(before -> tape.tape().multiplyAdd(state, taken, before))
                .orElseGet(() -> tape.tape().multiply(state, taken)));
  }

  private Tensor timeStep(Tensor before, int t, Purpose purpose) {
    var state =
        maskInput(false, purpose).map(mask -> tape.tape().multiply(before, mask)).orElse(before);
    for (int layer = 0; layer < settings.layers(); layer++) {
      var unit = NeuralGpu.unit(layer, t % settings.relaxation().sets());
      state =
          tape.update(
              unit,
              state,
              recalled.computeIfAbsent(unit, own -> tape.recalled(own, given)),
              inside,
              maskInput(true, purpose),
              (x, range) -> clip(x, range, ofUnits));
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
    var mask = tape.cells();
    masks.add(mask);
    return mask;
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
    program.write(arena, given, folded.given(sequences));
    program.write(arena, asked, folded.asked(sequences, batch));
    program.write(arena, inside, folded.inside(sequences));
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

  /** Writes which time steps each sequence trains on; without them it trains on all. */
  void writeSpans(Arena arena, List<TimeStepSpan> spans) {
    for (int t = 0; t < ends.size(); t++) {
      float[] passes = new float[folding.lanes()];
      float[] taken = new float[folding.lanes()];
      for (int b = 0; b < spans.size(); b++) {
        for (int part = 0; part < folding.parts(); part++) {
          int lane = part * folding.lanesPerPart() + b;
          passes[lane] = spans.get(b).first() == t ? 0 : 1;
          taken[lane] = spans.get(b).last() == t ? 1 : 0;
        }
      }
      program.write(arena, ends.get(t), taken);
      if (t > 0) {
        program.write(arena, starts.get(t - 1), passes);
      }
    }
  }

  /** Returns the cost of the last run, unweighted; 0 if it is not measured. */
  double cost(Arena arena) {
    return cost.map(of -> NeuralGpuTape.sum(program.read(arena, of))).orElse(0.0);
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
}
