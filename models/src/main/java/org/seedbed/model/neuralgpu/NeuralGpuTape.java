package org.seedbed.model.neuralgpu;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.seedbed.engine.Tape;
import org.seedbed.engine.operation.Clip;
import org.seedbed.engine.operation.Convolution.Filter;
import org.seedbed.engine.program.Axis;
import org.seedbed.engine.program.ParameterPacking;
import org.seedbed.engine.program.Tensor;

/**
 * A tape for sequences of one length that knows the parts of a Neural GPU with one cell at each
 * position and piecewise linear functions; the same mathematics as {@link NeuralGpu}.
 */
final class NeuralGpuTape {
  static final Clip.Range GATE = new Clip.Range(0.5f, 0.5f, 0, 1);
  static final Clip.Range CANDIDATE = new Clip.Range(1, 0, -1, 1);

  private static final Axis GATES = new Axis("filters", 2);

  private final NeuralGpuSettings settings;
  private final ParameterPacking packing;
  private final Folding folding;
  private final Tape tape;
  private final Axis positions;
  private final Axis maps;
  private final Axis alphabet;

  /**
   * @param symbols S: size of the alphabet
   */
  NeuralGpuTape(
      NeuralGpuSettings settings, int symbols, ParameterPacking packing, Folding folding) {
    this.settings = settings;
    this.packing = packing;
    this.folding = folding;
    this.tape = new Tape(folding.lanes());
    this.positions = new Axis("positions", folding.positions());
    this.maps = new Axis("maps", settings.maps());
    this.alphabet = new Axis("symbols", symbols);
  }

  /** Returns the tape on which all is recorded. */
  Tape tape() {
    return tape;
  }

  /** An input of one row for each position. */
  Tensor rows() {
    return tape.input(positions);
  }

  /** An input of one row for each position and symbol. */
  Tensor symbols() {
    return tape.input(positions, alphabet);
  }

  /** An input of one row for each position and map. */
  Tensor cells() {
    return tape.input(positions, maps);
  }

  /** A nonlinearity, which may cost something. */
  interface Clipping {
    Tensor clip(Tensor x, Clip.Range range);
  }

  /** A nonlinearity that costs nothing. */
  Tensor clip(Tensor x, Clip.Range range) {
    return tape.clip(x, range, Optional.empty());
  }

  /** The embedding of the given symbols, before its nonlinearity. */
  Tensor embedding(Tensor given) {
    var embedding = new Filter(packing.matrix("embedding"), Optional.empty());
    return tape.convolve(List.of(embedding), given, positions, maps);
  }

  /** The filter of a kernel and the bias beside it. */
  private Filter filter(String name) {
    return new Filter(
        packing.matrix(name + "/kernel"), Optional.of(packing.matrix(name + "/bias")));
  }

  /**
   * What a unit's convolutions of the given symbols add to those of the state at every time step.
   *
   * @param gates {@code [2, positions, maps]}
   * @param candidate {@code [positions, maps]}
   */
  record Recalled(Tensor gates, Tensor candidate) {}

  /** What a unit recalls of the given symbols; empty if the settings do not let it. */
  Optional<Recalled> recalled(String unit, Tensor given) {
    if (!settings.extrapolation().recall()) {
      return Optional.empty();
    }
    var around = tape.border(given, folding.lanesPerPart());
    var filters = List.of(recallFilter(unit + "/reset"), recallFilter(unit + "/gate"));
    return Optional.of(
        new Recalled(
            tape.convolve(filters, around, GATES, positions, maps),
            tape.convolve(List.of(recallFilter(unit + "/candidate")), around, positions, maps)));
  }

  private Filter recallFilter(String name) {
    return new Filter(packing.matrix(name + "/recall"), Optional.empty());
  }

  /** Inputs for what a unit recalls; empty if the settings do not let it. */
  Optional<Recalled> recalledInput() {
    return settings.extrapolation().recall()
        ? Optional.of(new Recalled(tape.input(GATES, positions, maps), cells()))
        : Optional.empty();
  }

  /**
   * The state after a gated unit.
   *
   * @param recalled what it recalls
   * @param inside one row for each position: 1 for cells that live, else 0
   * @param dropout mask of the candidate; empty for none
   */
  Tensor update(
      String unit,
      Tensor state,
      Optional<Recalled> recalled,
      Tensor inside,
      Optional<Tensor> dropout,
      Clipping clipping) {
    var around = tape.border(state, folding.lanesPerPart());
    var filters = List.of(filter(unit + "/reset"), filter(unit + "/gate"));
    var opened =
        plus(tape.convolve(filters, around, GATES, positions, maps), recalled.map(Recalled::gates));
    var gates = clipping.clip(opened, GATE);
    var reset = gates.at("filters", 0);
    var remembered = tape.multiply(reset, around.range(1, positions));
    var fresh =
        plus(
            tape.convolve(
                List.of(filter(unit + "/candidate")),
                tape.border(remembered, folding.lanesPerPart()),
                positions,
                maps),
            recalled.map(Recalled::candidate));
    return tape.gatedUpdate(
        around,
        gates.at("filters", 1),
        clipping.clip(fresh, CANDIDATE),
        inside,
        dropout,
        settings.shiftGates());
  }

  private Tensor plus(Tensor x, Optional<Tensor> y) {
    return y.map(other -> tape.add(x, other)).orElse(x);
  }

  /** The logits of all symbols at each position. */
  Tensor logits(Tensor state) {
    return tape.convolve(List.of(filter("output")), state, positions, alphabet);
  }

  /**
   * The cross entropy of each lane.
   *
   * @param asked minus the weight of each symbol that is asked for, else 0
   */
  Tensor crossEntropy(Tensor logits, Tensor asked) {
    var flat = new Axis("all", positions.size() * alphabet.size());
    return tape.dot(tape.logSoftmax(logits).as(flat), asked.as(flat));
  }

  /** Returns the sum of a row over its lanes. */
  static double sum(float[] lanes) {
    return IntStream.range(0, lanes.length).mapToDouble(i -> lanes[i]).sum();
  }
}
