package org.seedbed.model.neuralgpu;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.seedbed.model.population.HandMadeGradient;
import org.seedbed.model.population.HandMadeGradient.CustomGradient;
import org.seedbed.model.population.HandMadeGradient.RecordedSegment;
import org.seedbed.model.population.Initializer;
import org.seedbed.model.population.Parameter;
import org.seedbed.model.population.Parameters;
import org.seedbed.model.population.Tensors;

/**
 * The convolutional gated recurrent unit over a population, original (CGRU) or diagonal (DCGRU):
 *
 * <pre>
 * r = σ(R∗s + b_r)   g = σ(G∗s + b_g)   c = φ(C∗(r⊙s) + b_c)
 * s ← g⊙shift(s) + (1−g)⊙dropout(c)
 * </pre>
 *
 * with the functions of {@link Nonlinearity} (original paper, equation 2; diagonal paper, section
 * 3). If gates shift, the first third of the maps is carried over from the right, the second from
 * the left. A convolution of K seeds is one grouped convolution; the rest of the backward pass is
 * written by hand. States have a column of zeros after each sequence, including the last. An
 * instance serves one tape.
 */
final class GatedUnit {
  private final int width;
  private final int maps;
  private final int rows;
  private final boolean shifts;
  private final Nonlinearity nonlinearity;
  private final Convolution gates;
  private final Convolution candidate;
  private final Optional<Recall> recall;

  /**
   * Recorded weights of a convolution, and leaves with the same values that accumulate gradients.
   *
   * @param kernel {@code [K·o, m, h, 3]}
   * @param bias {@code [K·o]}
   */
  private record Convolution(NDArray kernel, NDArray bias, NDArray kernelLeaf, NDArray biasLeaf) {
    static Convolution of(NDArray kernel, NDArray bias) {
      return new Convolution(
          kernel, bias, HandMadeGradient.leaf(kernel), HandMadeGradient.leaf(bias));
    }

    NDArray of(NDArray x, int groups) {
      return Tensors.convolve(x, kernelLeaf, biasLeaf, groups);
    }

    List<CustomGradient> gradients() {
      return List.of(HandMadeGradient.of(kernel, kernelLeaf), HandMadeGradient.of(bias, biasLeaf));
    }
  }

  /** Returns the parameters of a unit for one seed. Kernel cells are in row-major order. */
  static List<Parameter> parameters(String name, NeuralGpuSettings settings) {
    int m = settings.maps();
    int cells = 3 * kernelRows(settings);
    var kernel = settings.initial().kernel(cells * m, cells * m);
    double resetBias = settings.shiftGates() ? 0.5 : 1;
    double gateBias = settings.shiftGates() ? 0.7 : 1;
    return List.of(
        new Parameter(name + "/reset/kernel", List.of(m, m, cells), kernel),
        new Parameter(name + "/reset/bias", List.of(m), new Initializer.Constant(resetBias)),
        new Parameter(name + "/gate/kernel", List.of(m, m, cells), kernel),
        new Parameter(name + "/gate/bias", List.of(m), new Initializer.Constant(gateBias)),
        new Parameter(name + "/candidate/kernel", List.of(m, m, cells), kernel),
        new Parameter(name + "/candidate/bias", List.of(m), new Initializer.Constant(0)));
  }

  private static int kernelRows(NeuralGpuSettings settings) {
    return settings.rows() == 1 ? 1 : 3;
  }

  GatedUnit(
      String name, NeuralGpuSettings settings, Nonlinearity nonlinearity, Parameters parameters) {
    this.width = parameters.width();
    this.maps = settings.maps();
    this.rows = settings.rows();
    this.shifts = settings.shiftGates();
    this.nonlinearity = nonlinearity;
    var shape = new Shape(-1, maps, kernelRows(settings), 3);
    NDArray kernels =
        Tensors.join(
            1, parameters.get(name + "/reset/kernel"), parameters.get(name + "/gate/kernel"));
    NDArray biases =
        Tensors.join(1, parameters.get(name + "/reset/bias"), parameters.get(name + "/gate/bias"));
    if (settings.hard()) {
      // The weights absorb the x/2 + 1/2 of the hard gate.
      NDArray half = Tensors.scalar(parameters.manager(), 0.5, kernels.getDataType());
      kernels = kernels.mul(half);
      biases = biases.mul(half).add(half);
    }
    this.gates = Convolution.of(kernels.reshape(shape), biases.reshape(-1));
    this.candidate =
        Convolution.of(
            parameters.get(name + "/candidate/kernel").reshape(shape),
            parameters.get(name + "/candidate/bias").reshape(-1));
    this.recall =
        settings.extrapolation().recall()
            ? Optional.of(new Recall(name, parameters, settings.hard()))
            : Optional.empty();
  }

  /** What the unit recalls of the given symbols; empty if the settings do not let it. */
  Optional<Recall> recall() {
    return recall;
  }

  /** Returns the unit's weights with their accumulated gradients. */
  List<CustomGradient> gradients() {
    var ofState = Stream.of(gates, candidate).flatMap(c -> c.gradients().stream());
    var ofRecall = recall.stream().flatMap(own -> own.gradients().stream());
    return Stream.concat(ofState, ofRecall).toList();
  }

  /**
   * One application of the unit, with everything that its backward pass needs.
   *
   * @param state state before, {@code [K, m, w, L]}
   * @param gates convolution from the state to the inputs of r and g
   * @param opened r and g, {@code [K, 2m, w, L]}
   * @param candidate convolution from r⊙s to the input of c
   * @param fresh c, {@code [K, m, w, L]}
   * @param mask one inside sequences, else zero, {@code [1, 1, 1, L]}
   * @param dropout dropout mask of c, {@code [1, m, w, L]}; empty for none
   * @param next state after the application, {@code [K, m, w, L]}
   */
  record Application(
      NDArray state,
      RecordedSegment gates,
      NDArray opened,
      RecordedSegment candidate,
      NDArray fresh,
      NDArray mask,
      Optional<NDArray> dropout,
      NDArray next)
      implements AutoCloseable {
    /** Closes everything except the states. */
    @Override
    public void close() {
      gates.close();
      opened.close();
      candidate.close();
      fresh.close();
      mask.close();
      dropout.ifPresent(NDArray::close);
    }
  }

  /**
   * Applies the unit. Call it outside any tape.
   *
   * @param state {@code [K, m, w, L]}, contiguous, zero outside sequences
   * @param measure sums up what saturated inputs cost; empty for nothing
   * @param needsBackward whether {@link #back} will follow
   */
  Application apply(
      NDArray state,
      NDArray mask,
      Optional<NDArray> dropout,
      Optional<SaturationMeasure> measure,
      boolean needsBackward) {
    long columns = state.getShape().get(3);
    var toGates = convolution(state, gates, needsBackward);
    NDArray opened;
    try (NDArray x = plus(toGates, recall.map(own -> own.gates(columns)))) {
      measure.ifPresent(own -> own.addGates(x));
      opened = bySeed(nonlinearity.gate(x));
    }
    RecordedSegment toCandidate;
    try (NDArray reset = half(opened, 0);
        NDArray remembered = reset.mul(state)) {
      toCandidate = convolution(remembered, candidate, needsBackward);
    }
    NDArray fresh;
    try (NDArray x = plus(toCandidate, recall.map(own -> own.candidate(columns)))) {
      measure.ifPresent(own -> own.addCandidates(x));
      fresh = bySeed(nonlinearity.candidate(x));
    }
    NDArray next;
    try (NDArray kept = kept(fresh, dropout);
        NDArray gate = half(opened, 1)) {
      next = beyondKept(state, kept);
      next.muli(gate).addi(kept).muli(mask);
    }
    return new Application(state, toGates, opened, toCandidate, fresh, mask, dropout, next);
  }

  /** The inputs of nonlinearities; closes what is recalled. */
  private static NDArray plus(RecordedSegment convolved, Optional<NDArray> recalled) {
    NDArray output = convolved.output();
    if (recalled.isEmpty()) {
      return output.reshape(output.getShape());
    }
    try (NDArray more = recalled.get()) {
      return output.add(more);
    }
  }

  private RecordedSegment convolution(NDArray x, Convolution convolution, boolean needsBackward) {
    var shape = x.getShape();
    try (NDArray all = x.reshape(1, shape.get(0) * shape.get(1), shape.get(2), shape.get(3))) {
      return RecordedSegment.of(all, input -> convolution.of(input, width), needsBackward);
    }
  }

  /** {@code [1, K·o, w, L]} → {@code [K, o, w, L]}; closes its argument. */
  private NDArray bySeed(NDArray x) {
    try (x) {
      return x.reshape(width, x.getShape().get(1) / width, rows, x.getShape().get(3));
    }
  }

  /** {@code [K, o, w, L]} → {@code [1, K·o, w, L]}; closes its argument. */
  private NDArray together(NDArray x) {
    try (x) {
      return x.reshape(1, width * x.getShape().get(1), rows, x.getShape().get(3));
    }
  }

  /** Returns a view of r (0) or g (1). */
  private NDArray half(NDArray opened, int which) {
    return Tensors.slice(opened, 1, (long) which * maps, (which + 1L) * maps);
  }

  private static NDArray kept(NDArray fresh, Optional<NDArray> dropout) {
    return dropout.isPresent() ? fresh.mul(dropout.get()) : fresh.reshape(fresh.getShape());
  }

  /** shift(s) − {@code kept}. */
  private NDArray beyondKept(NDArray state, NDArray kept) {
    if (!shifts) {
      return state.sub(kept);
    }
    long third = third(state);
    var shape = new Shape(width, maps / 3, rows, state.getShape().get(3));
    try (NDArray flat = state.reshape(width, -1);
        NDArray right = Tensors.slice(flat, 1, 1, third + 1);
        NDArray left = Tensors.slice(flat, 1, third - 1, 2 * third - 1);
        NDArray same = Tensors.slice(flat, 1, 2 * third, 3 * third);
        NDArray fromRight = right.reshape(shape);
        NDArray fromLeft = left.reshape(shape);
        NDArray staying = same.reshape(shape)) {
      // Values that cross into the next row or map are zeros or land in a masked column.
      return Tensors.join(1, fromRight, fromLeft, staying).subi(kept);
    }
  }

  /** Number of values in a third of one seed's maps. */
  private long third(NDArray state) {
    return state.getShape().get(3) * rows * maps / 3;
  }

  /** Adds the gradient of the shifted state to the gradient of the state; both are contiguous. */
  private void addShifted(NDArray stateGradient, NDArray shiftedGradient) {
    if (!shifts) {
      stateGradient.addi(shiftedGradient);
      return;
    }
    long third = third(stateGradient);
    try (NDArray to = stateGradient.reshape(width, -1);
        NDArray from = shiftedGradient.reshape(width, -1)) {
      add(to, 1, from, 0, third);
      add(to, third - 1, from, third, third);
      add(to, 2 * third, from, 2 * third, third);
    }
  }

  private static void add(NDArray to, long at, NDArray from, long first, long count) {
    try (NDArray target = Tensors.slice(to, 1, at, at + count);
        NDArray source = Tensors.slice(from, 1, first, first + count)) {
      target.addi(source);
    }
  }

  /**
   * Runs the backward pass of an application and accumulates the gradients of the weights.
   *
   * @param nextGradient gradient of the state after, {@code [K, m, w, L]}; closed
   * @param saturationWeights cost of a saturated input per column, {@code [K, 1, 1, L]}; empty for
   *     none
   * @return gradient of the state before
   */
  NDArray back(Application application, NDArray nextGradient, Optional<NDArray> saturationWeights) {
    var state = application.state();
    NDManager scope = nextGradient.getManager();
    NDArray freshGradient = nextGradient.mul(application.mask());
    nextGradient.close();
    NDArray shiftedGradient;
    NDArray gateGradient;
    try (NDArray kept = kept(application.fresh(), application.dropout());
        NDArray gate = half(application.opened(), 1)) {
      gateGradient = beyondKept(state, kept).muli(freshGradient);
      shiftedGradient = freshGradient.mul(gate);
    }
    freshGradient.subi(shiftedGradient);
    application.dropout().ifPresent(freshGradient::muli);

    NDArray y =
        nonlinearity.backThroughCandidate(application.fresh(), freshGradient, saturationWeights);
    NDArray ofCandidate = together(y);
    recall.ifPresent(own -> own.addToCandidate(ofCandidate));
    NDArray rememberedGradient = bySeed(application.candidate().back(ofCandidate));
    rememberedGradient.attach(scope);
    NDArray openedGradient;
    try (gateGradient;
        NDArray resetGradient = rememberedGradient.mul(state)) {
      openedGradient = Tensors.join(1, resetGradient, gateGradient);
    }
    try (NDArray reset = half(application.opened(), 0)) {
      rememberedGradient.muli(reset);
    }
    NDArray x =
        nonlinearity.backThroughGate(application.opened(), openedGradient, saturationWeights);
    NDArray ofGates = together(x);
    recall.ifPresent(own -> own.addToGates(ofGates));
    NDArray stateGradient = bySeed(application.gates().back(ofGates));
    stateGradient.attach(scope);
    try (rememberedGradient;
        shiftedGradient) {
      stateGradient.addi(rememberedGradient);
      addShifted(stateGradient, shiftedGradient);
    }
    return stateGradient;
  }
}
