package org.seedbed.model.nram;

import static org.seedbed.model.population.Tensors.atLeast;
import static org.seedbed.model.population.Tensors.scalar;
import static org.seedbed.model.population.Tensors.sumOfProducts;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.seedbed.model.LevelBatch;
import org.seedbed.model.Model;
import org.seedbed.model.nram.NramSettings.Scored;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.model.population.Parameters;
import org.seedbed.model.population.Tensors;
import org.seedbed.task.Level;
import org.seedbed.task.memory.MemoryExample;

/**
 * The Neural Random-Access Machine over a population.
 *
 * <pre>{@code
 * try (var nram = new Nram(NramSettings.DEFAULTS, manager, DataType.FLOAT32);
 *     var tape = GradientTape.start(manager)) {
 *   var losses = nram.losses(population.parameters(tape), batches, step);
 * }
 * }</pre>
 *
 * <p>In each time step the controller reads P(register = 0) and emits selectors and the willingness
 * to finish f_t; then the circuit acts. With p_t = f_t·Π_(i{@literal <}t)(1 − f_i), where the last
 * step takes the remaining probability, the loss is −Σ_t p_t Σ_{output cells} log
 * memory_t[cell][expected] (section 3.2 of the paper).
 */
public final class Nram implements Model<MemoryExample> {
  private final NramSettings settings;
  private final SelectorLayout selectorLayout;
  private final Controller controller;
  private final NDManager manager;
  private final DataType type;
  private final Map<Integer, ModularConstants> constants = new HashMap<>();

  /**
   * @param parent parent of the manager that owns the constants
   * @param type data type of all tensors: 32 bit, or 64 bit for gradient checks
   */
  public Nram(NramSettings settings, NDManager parent, DataType type) {
    this.settings = settings;
    this.selectorLayout = SelectorLayout.of(settings);
    this.controller = controller(settings, selectorLayout);
    this.manager = parent.newSubManager();
    this.type = type;
  }

  static Controller controller(NramSettings settings, SelectorLayout layout) {
    return switch (settings.controller()) {
      case FEED_FORWARD -> new FeedForwardController(settings, layout.outputs());
      case LSTM ->
          new LstmController(InputLayers.of(settings), settings.hiddenSize(), layout.outputs());
    };
  }

  /**
   * Returns the parameter layout of a Neural RAM with these settings, without allocating native
   * memory.
   */
  public static ParameterLayout layoutOf(NramSettings settings) {
    return new ParameterLayout(controller(settings, SelectorLayout.of(settings)).parameters());
  }

  @Override
  public ParameterLayout layout() {
    return new ParameterLayout(controller.parameters());
  }

  @Override
  public Losses losses(
      Parameters parameters, List<LevelBatch<MemoryExample>> batches, TrainingStep step) {
    NDArray sum = parameters.manager().zeros(new Shape(parameters.width()), type);
    for (int i = 0; i < batches.size(); i++) {
      var batch = batches.get(i);
      var result = run(parameters, batch.level(), batch.examples(), Optional.of(step), false);
      sum = replaced(sum, sum.add(result.losses().mul(step.share(parameters, i))));
    }
    return Losses.of(sum);
  }

  @Override
  public List<BatchScore> scores(Parameters parameters, Level level, List<MemoryExample> batch) {
    boolean soft = settings.scored() == Scored.SOFT;
    var result = run(parameters, level, batch, Optional.empty(), soft);
    float[] losses = Tensors.floats(result.losses());
    var wrong =
        soft
            ? wrongCells(result.averageMemory().orElseThrow(), batch, parameters.width())
            : parameters.flat().stream()
                .map(row -> new NramProgram(settings, row).wrongCells(batch, level.timeSteps()))
                .toList();
    long cells = batch.stream().mapToLong(MemoryExample::outputCells).sum();
    return IntStream.range(0, parameters.width())
        .mapToObj(k -> BatchScore.of(wrong.get(k), cells, losses[k]))
        .toList();
  }

  /** Returns each seed's number of wrong cells on each example. */
  private static List<int[]> wrongCells(
      NDArray averageMemory, List<MemoryExample> batch, int width) {
    long[] answers = averageMemory.argMax(1).toLongArray(); // [M, L]
    return IntStream.range(0, width).mapToObj(k -> wrongCells(answers, batch, k, width)).toList();
  }

  private static int[] wrongCells(long[] answers, List<MemoryExample> batch, int seed, int width) {
    int lanes = width * batch.size();
    int[] wrong = new int[batch.size()];
    for (int b = 0; b < batch.size(); b++) {
      int[] memory = new int[batch.get(b).modulus()];
      for (int cell = 0; cell < memory.length; cell++) {
        memory[cell] = (int) answers[cell * lanes + seed * batch.size() + b];
      }
      wrong[b] = batch.get(b).wrongCells(memory);
    }
    return wrong;
  }

  /**
   * @param losses {@code [K]}
   * @param averageMemory Σ_t p_t·memory_t, {@code [M cells, M values, L]}, if requested
   */
  private record RunResult(NDArray losses, Optional<NDArray> averageMemory) {}

  private RunResult run(
      Parameters parameters,
      Level level,
      List<MemoryExample> batch,
      Optional<TrainingStep> training,
      boolean average) {
    NDManager scope = parameters.manager();
    int width = parameters.width();
    var tensors = BatchTensors.of(scope, batch, width, type);
    var modular =
        constants.computeIfAbsent(level.modulus(), m -> ModularConstants.of(manager, m, type));
    var selection = new Selection(scope, selectorLayout, width, batch.size(), type);
    var steps = controller.begin(parameters, batch.size(), training);
    var floor = scalar(scope, settings.probabilityFloor(), type);
    var run = new NramRun(scope, selectorLayout, modular, tensors.memory().duplicate(), width);
    var finish = new FinishTime(scope, level.timeSteps(), (long) width * batch.size(), type);
    NDArray loss = scope.zeros(new Shape((long) width * batch.size()), type); // [L]
    var entropyFactor =
        training.flatMap(step -> entropyFactor(scope, step, width, batch.size(), level));
    Optional<NDArray> averageMemory =
        average ? Optional.of(run.memory().zerosLike()) : Optional.empty();
    for (int t = 0; t < level.timeSteps(); t++) {
      try (NDArray zeros = run.zeros();
          NDArray logits = steps.logits(zeros);
          var table = selection.of(logits)) {
        run.advance(table.selectors());
        try (NDArray share = finish.share(table.finish());
            NDArray negativeLogLikelihood = negativeLogLikelihood(run.memory(), tensors, floor);
            NDArray weighted = share.mul(negativeLogLikelihood)) {
          loss = replaced(loss, loss.add(weighted));
          averageMemory.ifPresent(sum -> accumulate(sum, run.memory(), share));
        }
        if (entropyFactor.isPresent()) {
          try (NDArray entropy = entropy(table.selectors(), floor)) {
            loss = replaced(loss, loss.add(entropy.mul(entropyFactor.get())));
          }
        }
      }
    }
    return new RunResult(meanOverBatch(loss, width), averageMemory);
  }

  /**
   * Returns the factor of a time step's entropy in the loss, {@code []} if all seeds share it, else
   * {@code [L]}; empty without a bonus.
   */
  private Optional<NDArray> entropyFactor(
      NDManager scope, TrainingStep step, int width, int batch, Level level) {
    int distributions = level.timeSteps() * selectorLayout.selectors().size();
    double[] factors =
        IntStream.range(0, width)
            .mapToDouble(
                k -> -step.settings(k, settings).entropyWeightAt(step.number(), distributions))
            .toArray();
    if (Arrays.stream(factors).allMatch(factor -> factor == 0)) {
      return Optional.empty();
    }
    // A recorded graph uses it, so PyTorch must own its memory.
    if (Arrays.stream(factors).distinct().count() == 1) {
      return Optional.of(scalar(scope, factors[0], type));
    }
    float[] lanes = new float[width * batch];
    for (int lane = 0; lane < lanes.length; lane++) {
      lanes[lane] = (float) factors[lane / batch];
    }
    return Optional.of(Tensors.owned(scope, lanes, type, lanes.length));
  }

  /** {@code [L]} → {@code [K]}. */
  private static NDArray meanOverBatch(NDArray losses, int width) {
    try (losses;
        NDArray bySeed = losses.reshape(width, -1)) {
      return bySeed.mean(new int[] {1}, false);
    }
  }

  private static NDArray replaced(NDArray old, NDArray next) {
    old.close();
    return next;
  }

  private static void accumulate(NDArray sum, NDArray memory, NDArray share) {
    try (NDArray weights = share.reshape(1, 1, -1);
        NDArray part = memory.mul(weights)) {
      sum.addi(part);
    }
  }

  /** −Σ_{output cells} log max(memory[cell][expected], ε), {@code [L]}. */
  private static NDArray negativeLogLikelihood(
      NDArray memory, BatchTensors tensors, NDArray floor) {
    try (NDArray right = sumOfProducts(memory, tensors.expected(), 1); // [M, L]
        NDArray orFree = right.add(tensors.free());
        NDArray bounded = atLeast(orFree, floor);
        NDArray logs = bounded.log();
        NDArray sum = logs.sum(new int[] {0}, false)) {
      return sum.neg();
    }
  }

  /** Entropy of all selectors, {@code [L]}. */
  private static NDArray entropy(NDArray selectors, NDArray floor) {
    try (NDArray bounded = atLeast(selectors, floor);
        NDArray logs = bounded.log();
        NDArray parts = selectors.mul(logs);
        NDArray sum = parts.sum(new int[] {0, 1}, false)) {
      return sum.neg();
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
