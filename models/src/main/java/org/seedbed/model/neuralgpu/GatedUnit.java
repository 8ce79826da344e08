package org.seedbed.model.neuralgpu;

import static org.seedbed.model.neuralgpu.Neighbourhood.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;
import org.seedbed.model.population.HandMadeGradient.Tied;
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
 * 3). Its backward pass is made by hand: an automatic one spends most of its time on the slices
 * that a convolution is gathered from. One instance serves one recording.
 */
final class GatedUnit {
  private final int maps;
  private final int rows;
  private final Neighbourhood neighbourhood;
  private final Nonlinearity nonlinearity;
  private final NDArray gates; // recorded, [K, 2m, c·m + 1]
  private final NDArray candidate; // recorded, [K, m, c·m + 1]
  private final NDArray gatesGradient;
  private final NDArray candidateGradient;

  /** Parameters of a unit, as one seed has them. */
  static List<Parameter> parameters(String name, NeuralGpuSettings settings) {
    int m = settings.maps();
    int cells = neighbourhood(settings).cells();
    var kernel = Initializer.glorot(cells * m, cells * m);
    double resetBias = settings.shiftGates() ? 0.5 : 1;
    double gateBias = settings.shiftGates() ? 0.7 : 1;
    return List.of(
        new Parameter(name + "/reset/kernel", List.of(m, cells, m), kernel),
        new Parameter(name + "/reset/bias", List.of(m), new Initializer.Constant(resetBias)),
        new Parameter(name + "/gate/kernel", List.of(m, cells, m), kernel),
        new Parameter(name + "/gate/bias", List.of(m), new Initializer.Constant(gateBias)),
        new Parameter(name + "/candidate/kernel", List.of(m, cells, m), kernel),
        new Parameter(name + "/candidate/bias", List.of(m), new Initializer.Constant(0)));
  }

  private static Neighbourhood neighbourhood(NeuralGpuSettings settings) {
    return new Neighbourhood(settings.maps(), settings.rows(), settings.shiftGates());
  }

  GatedUnit(
      String name, NeuralGpuSettings settings, Nonlinearity nonlinearity, Parameters parameters) {
    this.maps = settings.maps();
    this.rows = settings.rows();
    this.neighbourhood = neighbourhood(settings);
    this.nonlinearity = nonlinearity;
    NDArray both =
        Tensors.join(
            1, arranged(parameters, name + "/reset"), arranged(parameters, name + "/gate"));
    this.gates = settings.hard() ? halved(both) : both;
    this.candidate = arranged(parameters, name + "/candidate");
    this.gatesGradient = gates.zerosLike();
    this.candidateGradient = candidate.zerosLike();
  }

  private NDArray arranged(Parameters parameters, String name) {
    return neighbourhood.arrange(parameters.get(name + "/kernel"), parameters.get(name + "/bias"));
  }

  /** x/2 + 1/2 of the hard gate, taken into its weights and bias. */
  private static NDArray halved(NDArray weights) {
    NDArray half = Tensors.scalar(weights.getManager(), 0.5, weights.getDataType());
    var shape = weights.getShape();
    long last = shape.get(2) - 1;
    NDArray halved = weights.mul(half);
    NDArray kernel =
        block(halved, new long[] {0, 0, 0}, new long[] {shape.get(0), shape.get(1), last});
    NDArray bias =
        block(halved, new long[] {0, 0, last}, new long[] {shape.get(0), shape.get(1), last + 1});
    return Tensors.join(2, kernel, bias.add(half));
  }

  /** The unit's weights with the gradients that were added up. */
  List<Tied> gradients() {
    return List.of(new Tied(gates, gatesGradient), new Tied(candidate, candidateGradient));
  }

  /**
   * One application, with all that its backward pass needs.
   *
   * @param state before, {@code [K, m, w, L + 4]}
   * @param around its neighbourhood, {@code [K, c·m + 1, w(L + 2)]}
   * @param opened r and g, {@code [K, 2m, w(L + 2)]}
   * @param aroundRemembered neighbourhood of r⊙s, {@code [K, c·m + 1, w·L]}
   * @param fresh c, {@code [K, m, w·L]}
   * @param mask one inside of sequences, else zero, {@code [1, 1, 1, L]}
   * @param dropout mask of c, {@code [1, m, w, L]}; empty for none
   * @param next state after, {@code [K, m, w, L]}
   */
  record Application(
      NDArray state,
      NDArray around,
      NDArray opened,
      NDArray aroundRemembered,
      NDArray fresh,
      NDArray mask,
      Optional<NDArray> dropout,
      NDArray next)
      implements AutoCloseable {
    /** Closes all but the states. */
    @Override
    public void close() {
      around.close();
      opened.close();
      aroundRemembered.close();
      fresh.close();
      mask.close();
      dropout.ifPresent(NDArray::close);
    }
  }

  /**
   * Applies the unit; nothing is recorded.
   *
   * @param state {@code [K, m, w, L + 4]}, zero outside of sequences
   * @param ones {@code [K, 1, w, L + 2]}
   */
  Application apply(NDArray state, NDArray ones, NDArray mask, Optional<NDArray> dropout) {
    NDManager scope = state.getManager();
    long width = state.getShape().get(0);
    long columns = state.getShape().get(3) - 4;
    NDArray around = neighbourhood.gather(state, ones);
    NDArray opened;
    try (NDArray x = gates.batchMatMul(around)) {
      x.attach(scope);
      opened = nonlinearity.gate(x);
    }
    NDArray aroundRemembered;
    try (NDArray reset = map(opened, 0, columns + 2);
        NDArray inner = columns(state, 1, columns + 3);
        NDArray remembered = reset.mul(inner);
        NDArray innerOnes = columns(ones, 0, columns)) {
      aroundRemembered = neighbourhood.gather(remembered, innerOnes);
    }
    NDArray fresh;
    try (NDArray x = candidate.batchMatMul(aroundRemembered)) {
      x.attach(scope);
      fresh = nonlinearity.candidate(x);
    }
    NDArray next;
    try (NDArray kept = kept(fresh, dropout, width, columns);
        NDArray gate = gate(opened, columns)) {
      next = fromShifted(around, columns, kept);
      next.muli(gate).addi(kept).muli(mask);
    }
    return new Application(state, around, opened, aroundRemembered, fresh, mask, dropout, next);
  }

  /** The candidate after dropout, {@code [K, m, w, L]}. */
  private NDArray kept(NDArray fresh, Optional<NDArray> dropout, long width, long columns) {
    NDArray shaped = fresh.reshape(width, maps, rows, columns);
    if (dropout.isEmpty()) {
      return shaped;
    }
    try (shaped) {
      return shaped.mul(dropout.get());
    }
  }

  /** shift(s) − {@code kept}. */
  private NDArray fromShifted(NDArray around, long columns, NDArray kept) {
    try (NDArray all = neighbourhood.shifted(around);
        NDArray outer = all.reshape(kept.getShape().get(0), maps, rows, columns + 2);
        NDArray shifted = columns(outer, 1, columns + 1)) {
      return shifted.sub(kept);
    }
  }

  /** r (0) or g (1), {@code [K, m, w, columns]}, a view. */
  private NDArray map(NDArray opened, int which, long columns) {
    long width = opened.getShape().get(0);
    try (NDArray shaped = opened.reshape(width, 2L * maps, rows, columns)) {
      return block(
          shaped,
          new long[] {0, (long) which * maps, 0, 0},
          new long[] {width, (which + 1L) * maps, rows, columns});
    }
  }

  /** g of the inner columns, a view. */
  private NDArray gate(NDArray opened, long columns) {
    try (NDArray all = map(opened, 1, columns + 2)) {
      return columns(all, 1, columns + 1);
    }
  }

  /** A view of some columns of {@code [·, ·, ·, L]}. */
  static NDArray columns(NDArray x, long from, long to) {
    var shape = x.getShape();
    return block(
        x, new long[] {0, 0, 0, from}, new long[] {shape.get(0), shape.get(1), shape.get(2), to});
  }

  /**
   * Adds to the weights' gradients.
   *
   * @param nextGradient of the state after, {@code [K, m, w, L]}; closed
   * @param saturationWeights what a saturated input of each column costs, {@code [K, 1, 1, L + 2]},
   *     zero in the outer columns; empty for nothing
   * @return gradient of the state before, {@code [K, m, w, L + 4]}
   */
  NDArray back(Application application, NDArray nextGradient, Optional<NDArray> saturationWeights) {
    NDManager scope = nextGradient.getManager();
    long width = nextGradient.getShape().get(0);
    long columns = nextGradient.getShape().get(3);
    NDArray freshGradient = nextGradient.mul(application.mask());
    nextGradient.close();
    NDArray shiftedGradient;
    NDArray openedGradient =
        scope.zeros(new Shape(width, 2L * maps, rows, columns + 2), freshGradient.getDataType());
    try (NDArray kept = kept(application.fresh(), application.dropout(), width, columns);
        NDArray gate = gate(application.opened(), columns);
        NDArray difference = fromShifted(application.around(), columns, kept);
        NDArray gateGradient = gate(openedGradient, columns)) {
      shiftedGradient = freshGradient.mul(gate);
      gateGradient.addi(difference.muli(freshGradient));
      freshGradient.subi(shiftedGradient);
    }
    application.dropout().ifPresent(freshGradient::muli);

    NDArray stateGradient;
    NDArray rememberedGradient =
        backThroughCandidate(application, freshGradient, saturationWeights);
    try (rememberedGradient;
        NDArray reset = map(application.opened(), 0, columns + 2);
        NDArray inner = columns(application.state(), 1, columns + 3);
        NDArray resetGradient = map(openedGradient, 0, columns + 2);
        NDArray product = rememberedGradient.mul(inner)) {
      resetGradient.addi(product);
      rememberedGradient.muli(reset);
      try (NDArray aroundGradient =
              backThroughGates(application, openedGradient, saturationWeights);
          NDArray all = neighbourhood.shifted(aroundGradient);
          NDArray outer = all.reshape(width, maps, rows, columns + 2);
          NDArray shifted = columns(outer, 1, columns + 1)) {
        shifted.addi(shiftedGradient);
        stateGradient = neighbourhood.scatter(aroundGradient);
      }
      shiftedGradient.close();
      try (NDArray innerGradient = columns(stateGradient, 1, columns + 3)) {
        innerGradient.addi(rememberedGradient);
      }
    }
    return stateGradient;
  }

  /** Gradient of r⊙s, {@code [K, m, w, L + 2]}; closes that of c. */
  private NDArray backThroughCandidate(
      Application application, NDArray freshGradient, Optional<NDArray> saturationWeights) {
    var fresh = application.fresh();
    long columns = freshGradient.getShape().get(3);
    var weights = saturationWeights.map(all -> overRows(columns(all, 1, columns + 1), 1));
    NDArray flat = freshGradient.reshape(fresh.getShape());
    try (freshGradient;
        NDArray x = nonlinearity.backThroughCandidate(fresh, flat, weights);
        NDArray around = back(x, candidate, candidateGradient, application.aroundRemembered())) {
      weights.ifPresent(NDArray::close);
      return neighbourhood.scatter(around);
    }
  }

  /** Gradient of the neighbourhood of s, {@code [K, c·m + 1, w(L + 2)]}; closes that of r and g. */
  private NDArray backThroughGates(
      Application application, NDArray openedGradient, Optional<NDArray> saturationWeights) {
    var opened = application.opened();
    var weights =
        saturationWeights.map(
            all -> {
              NDArray own = columns(all, 0, all.getShape().get(3));
              return overRows(own, nonlinearity.gateInputScale());
            });
    NDArray flat = openedGradient.reshape(opened.getShape());
    try (openedGradient;
        NDArray x = nonlinearity.backThroughGate(opened, flat, weights)) {
      weights.ifPresent(NDArray::close);
      return back(x, gates, gatesGradient, application.around());
    }
  }

  /** {@code [K, 1, 1, L]} → {@code [K, 1, w·L]}, scaled; closes what it is given. */
  private NDArray overRows(NDArray weights, double scale) {
    var shape = weights.getShape();
    try (weights;
        NDArray all = weights.broadcast(shape.get(0), 1, rows, shape.get(3));
        NDArray flat = all.reshape(shape.get(0), 1, rows * shape.get(3));
        NDArray factor = Tensors.scalar(weights.getManager(), scale, weights.getDataType())) {
      return flat.mul(factor);
    }
  }

  /** Back through {@code weights · around}: adds to the weights' gradient. */
  private static NDArray back(
      NDArray xGradient, NDArray weights, NDArray weightsGradient, NDArray around) {
    try (NDArray aroundTransposed = around.transpose(0, 2, 1);
        NDArray own = xGradient.batchMatMul(aroundTransposed);
        NDArray weightsTransposed = weights.transpose(0, 2, 1)) {
      weightsGradient.addi(own);
      NDArray gradient = weightsTransposed.batchMatMul(xGradient);
      gradient.attach(xGradient.getManager());
      return gradient;
    }
  }
}
