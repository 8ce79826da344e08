package org.seedbed.model.neuralgpu;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.seedbed.model.LevelBatch;
import org.seedbed.model.Model;
import org.seedbed.model.Saturation;
import org.seedbed.model.neuralgpu.Packing.Sequence;
import org.seedbed.model.population.GradientTape;
import org.seedbed.model.population.HandMadeGradient;
import org.seedbed.model.population.HandMadeGradient.CustomGradient;
import org.seedbed.model.population.Initializer;
import org.seedbed.model.population.Parameter;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.model.population.Parameters;
import org.seedbed.model.population.Tensors;
import org.seedbed.task.Level;
import org.seedbed.task.sequence.SequenceExample;

/**
 * A Neural GPU over a population: original (Kaiser and Sutskever, ICLR 2016) or diagonal (Freivalds
 * and Liepins, 2017), depending on its settings.
 *
 * <p>Symbols are embedded in row 0 of a state {@code [K, m, w, L]}, whose L columns are all
 * positions of all sequences ({@link Packing}). A sequence of n positions takes n time steps of
 * gated units; a linear map of row 0 then gives the logits of the symbols at each position. The
 * loss is the cross entropy, averaged over the positions at which a symbol is asked for. Training
 * adds the cost of saturation: Σ max(0, |x| − limit) over all pre-activations, divided by n²; those
 * of the embedding count n times.
 */
public final class NeuralGpu implements Model<SequenceExample> {
  /** Maximum floats per tensor of states without a tape. */
  private static final long STATE_FLOATS = 1 << 22;

  private final NeuralGpuSettings settings;
  private final int symbols;
  private final DataType type;

  /**
   * @param symbols S: size of the task's alphabet
   * @param type data type of all tensors: 32 bit, or 64 bit for gradient checks
   * @throws IllegalArgumentException if the settings have a progressive loss
   */
  public NeuralGpu(NeuralGpuSettings settings, int symbols, DataType type) {
    if (settings.extrapolation().progressiveShare() > 0) {
      throw new IllegalArgumentException("a progressive loss is for compiled models only");
    }
    this.settings = settings;
    this.symbols = symbols;
    this.type = type;
  }

  /**
   * Returns the parameter layout of a Neural GPU with these settings, without allocating native
   * memory.
   */
  public static ParameterLayout layoutOf(NeuralGpuSettings settings, int symbols) {
    int m = settings.maps();
    var parameters = new ArrayList<Parameter>();
    parameters.add(
        new Parameter("embedding", List.of(m, symbols), settings.initial().embedding(m, symbols)));
    for (int layer = 0; layer < settings.layers(); layer++) {
      for (int set = 0; set < settings.relaxation().sets(); set++) {
        parameters.addAll(GatedUnit.parameters(unit(layer, set), settings));
        if (settings.extrapolation().recall()) {
          var kernel = settings.initial().kernel(3 * symbols, 3 * m);
          parameters.addAll(Recall.parameters(unit(layer, set), m, symbols, kernel));
        }
      }
    }
    parameters.add(
        new Parameter("output/kernel", List.of(symbols, m), settings.initial().kernel(m, symbols)));
    parameters.add(new Parameter("output/bias", List.of(symbols), new Initializer.Constant(0)));
    return new ParameterLayout(parameters);
  }

  static String unit(int layer, int set) {
    return "layer" + layer + "/set" + set;
  }

  @Override
  public ParameterLayout layout() {
    return layoutOf(settings, symbols);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The values exclude the cost of saturation; the gradients include it.
   */
  @Override
  public Losses losses(
      Parameters parameters, List<LevelBatch<SequenceExample>> batches, TrainingStep step) {
    NDManager manager = parameters.manager();
    var packing = Packing.of(batches);
    var nonlinearity = nonlinearity(parameters);
    var units = units(parameters, nonlinearity);
    NDArray embedded = embedded(parameters, packing);
    NDArray first = inFirstRow(settings.hard() ? Tensors.clip(embedded, -1, 1) : embedded.tanh());
    double[] costs =
        IntStream.range(0, parameters.width())
            .mapToDouble(k -> step.settings(k, settings).costWeight(step.costBound(k)))
            .toArray();
    var measured =
        settings.saturationFades() && costsSomething(step, parameters.width())
            ? Optional.of(
                weights(parameters, packing, batches, step.shares(), (k, s) -> perCell(s)))
            : Optional.<NDArray>empty();
    Optional<NDArray> measuredCost;
    var saturationWeights =
        Arrays.stream(costs).allMatch(cost -> cost == 0)
            ? Optional.<NDArray>empty()
            : Optional.of(
                weights(
                    parameters, packing, batches, step.shares(), (k, s) -> costs[k] * perCell(s)));
    var crossWeights = crossWeights(parameters, packing, batches, step.shares());
    var customGradients = new ArrayList<CustomGradient>();
    NDArray values;
    try (var tape = GradientTape.off(manager)) {
      var measure =
          measured.map(
              weights -> new SaturationMeasure(nonlinearity, weights, Optional.empty(), manager));
      measure.ifPresent(own -> measureEmbedding(own, embedded, packing));
      recall(units, tape.manager(), packing, true);
      var steps =
          new TimeSteps(
              settings,
              parameters.withManager(tape.manager()),
              units,
              packing,
              Optional.of(step),
              measure);
      NDArray start = first.duplicate();
      start.attach(tape.manager());
      NDArray last = steps.run(start);
      NDArray lastGradient;
      try (var output = GradientTape.start(tape.manager())) {
        var local = parameters.withManager(output.manager());
        NDArray state = HandMadeGradient.leaf(last);
        NDArray kernel = HandMadeGradient.leaf(parameters.get("output/kernel"));
        NDArray bias = HandMadeGradient.leaf(parameters.get("output/bias"));
        NDArray losses = crossEntropy(logits(local, state, kernel, bias), packing, crossWeights);
        output.backward(losses);
        customGradients.add(HandMadeGradient.of(parameters.get("output/kernel"), kernel));
        customGradients.add(HandMadeGradient.of(parameters.get("output/bias"), bias));
        lastGradient = HandMadeGradient.of(last, state).gradient();
        values = losses.stopGradient();
        values.attach(manager);
      }
      NDArray firstGradient = steps.back(lastGradient, saturationWeights);
      firstGradient.attach(manager);
      customGradients.add(new CustomGradient(first, firstGradient));
      measuredCost = measure.map(SaturationMeasure::cost);
    }
    units.forEach(sets -> sets.forEach(unit -> customGradients.addAll(unit.gradients())));
    saturationWeights.ifPresent(
        weights ->
            customGradients.add(
                new CustomGradient(embedded, saturationOfEmbedding(embedded, packing, weights))));
    NDArray losses = HandMadeGradient.losses(values, customGradients);
    double[] pulls =
        bySeed(step, parameters.width(), own -> own.relaxation().pullAt(step.number()));
    if (Arrays.stream(pulls).allMatch(pull -> pull == 0)) {
      return new Losses(losses, measuredCost);
    }
    float[] factors = new float[pulls.length];
    for (int k = 0; k < factors.length; k++) {
      factors[k] = (float) pulls[k];
    }
    NDArray pulled =
        distanceOfSets(parameters).mul(Tensors.owned(manager, factors, type, factors.length));
    return new Losses(losses.add(pulled), measuredCost);
  }

  /** Whether saturation costs any seed something, whatever the weight has faded to. */
  private boolean costsSomething(TrainingStep step, int width) {
    return Arrays.stream(bySeed(step, width, NeuralGpuSettings::saturationCost))
        .anyMatch(cost -> cost > 0);
  }

  /** Weight of a cell of a sequence in its unweighted cost of saturation. */
  private static double perCell(Sequence sequence) {
    return 1 / ((double) sequence.length() * sequence.length());
  }

  /** Adds the saturation of the embedding, counted n times for a sequence of n positions. */
  private void measureEmbedding(SaturationMeasure measure, NDArray embedded, Packing packing) {
    NDArray weights = measure.weights();
    try (NDArray x = embedded.stopGradient();
        NDArray times = lengths(weights.getManager(), packing);
        NDArray own = weights.mul(times)) {
      measure.addCandidates(x, own);
    }
  }

  /** Computes what units recall of the given symbols; the scope owns it. */
  private void recall(
      List<List<GatedUnit>> units, NDManager scope, Packing packing, boolean needsBackward) {
    if (!settings.extrapolation().recall()) {
      return;
    }
    NDArray given = oneHot(scope, packing).reshape(1, symbols, 1, packing.columns());
    units.forEach(
        sets ->
            sets.forEach(unit -> unit.recall().ifPresent(own -> own.run(given, needsBackward))));
  }

  /** The length of each column's sequence, {@code [L]}. */
  private NDArray lengths(NDManager scope, Packing packing) {
    return Tensors.owned(
        scope, packing.perColumn(Packing.Sequence::length), type, packing.columns());
  }

  private double[] bySeed(TrainingStep step, int width, ToDoubleFunction<NeuralGpuSettings> value) {
    return IntStream.range(0, width)
        .mapToDouble(k -> value.applyAsDouble(step.settings(k, settings)))
        .toArray();
  }

  /** A number of a seed and a sequence. */
  private interface BySequence {
    double of(int seed, Sequence sequence);
  }

  /** Gradient of the embedding's saturation cost, counted n times for a sequence of n positions. */
  private NDArray saturationOfEmbedding(NDArray embedded, Packing packing, NDArray weights) {
    try (var scope = GradientTape.off(embedded.getManager());
        NDArray x = embedded.stopGradient()) {
      x.attach(scope.manager());
      NDArray limit = Tensors.scalar(scope.manager(), settings.saturationLimit(), type);
      NDArray times = lengths(scope.manager(), packing);
      NDArray own = weights.mul(times).reshape(weights.getShape().get(0), 1, -1);
      // The sign of x outside ±limit, else zero.
      NDArray gradient = x.sub(x.minimum(limit).maximum(limit.neg())).signi().mul(own);
      gradient.attach(embedded.getManager());
      return gradient;
    }
  }

  private Nonlinearity nonlinearity(Parameters parameters) {
    return new Nonlinearity(
        settings.hard(), settings.saturationLimit(), parameters.manager(), type);
  }

  private List<List<GatedUnit>> units(Parameters parameters, Nonlinearity nonlinearity) {
    return IntStream.range(0, settings.layers())
        .mapToObj(
            layer ->
                IntStream.range(0, settings.relaxation().sets())
                    .mapToObj(
                        set -> new GatedUnit(unit(layer, set), settings, nonlinearity, parameters))
                    .toList())
        .toList();
  }

  /** Returns the weight of each column in each seed's cross entropy, {@code [K, L]}. */
  private NDArray crossWeights(
      Parameters parameters,
      Packing packing,
      List<LevelBatch<SequenceExample>> batches,
      List<List<Double>> shares) {
    return weights(
        parameters,
        packing,
        batches,
        shares,
        (k, s) -> 1.0 / settings.padding().asked(s.example()));
  }

  /** Returns the weight of each column in each seed's loss, {@code [K, L]}. */
  private NDArray weights(
      Parameters parameters,
      Packing packing,
      List<LevelBatch<SequenceExample>> batches,
      List<List<Double>> shares,
      BySequence own) {
    int columns = packing.columns();
    float[] all = new float[parameters.width() * columns];
    for (int k = 0; k < parameters.width(); k++) {
      var share = shares.get(k);
      int seed = k;
      float[] row =
          packing.perColumn(
              s ->
                  share.get(s.batch())
                      * own.of(seed, s)
                      / batches.get(s.batch()).examples().size());
      System.arraycopy(row, 0, all, k * columns, columns);
    }
    return Tensors.owned(parameters.manager(), all, type, parameters.width(), columns);
  }

  @Override
  public List<BatchScore> scores(Parameters parameters, Level level, List<SequenceExample> batch) {
    int width = parameters.width();
    int[][] wrong = new int[width][batch.size()];
    double[] loss = new double[width];
    long symbolsAsked = SequenceExample.asked(batch);
    int first = 0;
    for (var part : parts(width, batch)) {
      try (var manager = parameters.manager().newSubManager()) {
        var local = parameters.withManager(manager);
        var batches = List.of(new LevelBatch<>(level, part));
        var packing = Packing.of(batches);
        NDArray logits = logits(local, packing, Optional.empty());
        var shares = Collections.nCopies(width, List.of(1.0));
        var weights = crossWeights(local, packing, batches, shares);
        float[] losses = Tensors.floats(crossEntropy(logits, packing, weights));
        var answers = answers(logits, packing);
        for (int k = 0; k < width; k++) {
          loss[k] += losses[k] * (double) part.size() / batch.size();
          for (int i = 0; i < part.size(); i++) {
            wrong[k][first + i] = part.get(i).wrongSymbols(answers.get(k).get(i));
          }
        }
      }
      first += part.size();
    }
    return IntStream.range(0, width)
        .mapToObj(k -> BatchScore.of(wrong[k], symbolsAsked, loss[k]))
        .toList();
  }

  /** Returns every seed's answers: n symbols per seed and example. */
  public List<List<int[]>> answers(
      Parameters parameters, Level level, List<SequenceExample> examples) {
    var all = new ArrayList<List<int[]>>();
    for (int k = 0; k < parameters.width(); k++) {
      all.add(new ArrayList<>());
    }
    for (var part : parts(parameters.width(), examples)) {
      try (var manager = parameters.manager().newSubManager()) {
        var packing = Packing.of(List.of(new LevelBatch<>(level, part)));
        var local = parameters.withManager(manager);
        var logits = logits(local, packing, Optional.empty());
        var answers = answers(logits, packing);
        IntStream.range(0, all.size()).forEach(k -> all.get(k).addAll(answers.get(k)));
      }
    }
    return all;
  }

  /** Splits examples, in order, into parts whose states fit in memory. */
  private List<List<SequenceExample>> parts(int width, List<SequenceExample> examples) {
    long most = STATE_FLOATS / ((long) width * settings.maps() * settings.rows());
    var parts = new ArrayList<List<SequenceExample>>();
    int from = 0;
    long columns = 0;
    for (int i = 0; i < examples.size(); i++) {
      long more = examples.get(i).length() + 1L;
      if (i > from && columns + more > most) {
        parts.add(examples.subList(from, i));
        from = i;
        columns = 0;
      }
      columns += more;
    }
    parts.add(examples.subList(from, examples.size()));
    return parts;
  }

  /** Returns the most likely symbols for each seed and example of the single batch. */
  private static List<List<int[]>> answers(NDArray logits, Packing packing) {
    long[] symbols = logits.argMax(1).toLongArray(); // [K, L]
    int columns = packing.columns();
    var all = new ArrayList<List<int[]>>();
    for (int k = 0; k < symbols.length / columns; k++) {
      int[][] answers = new int[packing.sequences().size()][];
      for (var sequence : packing.sequences()) {
        int first = k * columns + sequence.first();
        answers[sequence.position()] =
            IntStream.range(0, sequence.length()).map(i -> (int) symbols[first + i]).toArray();
      }
      all.add(List.of(answers));
    }
    return all;
  }

  @Override
  public List<Optional<Saturation>> saturations(
      Parameters parameters, Level level, List<SequenceExample> batch, TrainingStep step) {
    try (var manager = parameters.manager().newSubManager()) {
      var local = parameters.withManager(manager);
      var batches = List.of(new LevelBatch<>(level, batch));
      var packing = Packing.of(batches);
      var shares = Collections.nCopies(local.width(), List.of(1.0));
      var weights = weights(local, packing, batches, shares, (k, s) -> perCell(s));
      NDArray inside =
          Tensors.owned(manager, packing.perColumn(s -> 1), type, 1, packing.columns());
      var measure =
          new SaturationMeasure(nonlinearity(local), weights, Optional.of(inside), manager);
      NDArray logits = logits(local, packing, Optional.of(measure));
      var crossWeights = crossWeights(local, packing, batches, shares);
      float[] losses = Tensors.floats(crossEntropy(logits, packing, crossWeights));
      float[] costs = Tensors.floats(measure.cost());
      float[] saturated = Tensors.floats(measure.saturated());
      return IntStream.range(0, local.width())
          .mapToObj(
              k ->
                  Optional.of(
                      step.settings(k, settings)
                          .saturation(
                              batch,
                              Math.round((double) saturated[k]),
                              step.costBound(k),
                              costs[k],
                              losses[k])))
          .toList();
    }
  }

  /**
   * Returns logits {@code [K, S, L]}, without a backward pass.
   *
   * @param measure sums up what saturated inputs cost; empty for nothing
   */
  private NDArray logits(
      Parameters parameters, Packing packing, Optional<SaturationMeasure> measure) {
    var units = units(parameters, nonlinearity(parameters));
    recall(units, parameters.manager(), packing, false);
    var steps = new TimeSteps(settings, parameters, units, packing, Optional.empty(), measure);
    NDArray first;
    try (NDArray x = embedded(parameters, packing)) {
      measure.ifPresent(own -> measureEmbedding(own, x, packing));
      first = inFirstRow(settings.hard() ? Tensors.clip(x, -1, 1) : x.tanh());
    }
    try (NDArray last = steps.run(first)) {
      return logits(
          parameters, last, parameters.get("output/kernel"), parameters.get("output/bias"));
    }
  }

  /** The embedding of all symbols, before its nonlinearity, {@code [K, m, L]}. */
  private NDArray embedded(Parameters parameters, Packing packing) {
    try (NDArray oneHot = oneHot(parameters.manager(), packing)) {
      NDArray embedded = parameters.get("embedding").matMul(oneHot);
      embedded.attach(parameters.manager());
      return embedded;
    }
  }

  /**
   * @param state {@code [K, m, w, L]}
   * @return {@code [K, S, L]}
   */
  private NDArray logits(Parameters parameters, NDArray state, NDArray kernel, NDArray bias) {
    var shape = state.getShape();
    try (NDArray first = state.get(new NDIndex().addAllDim().addAllDim().addSliceDim(0, 1));
        NDArray flat = first.reshape(shape.get(0), shape.get(1), shape.get(3));
        NDArray unbiased = kernel.batchMatMul(flat);
        NDArray column = bias.reshape(shape.get(0), symbols, 1)) {
      unbiased.attach(parameters.manager());
      return unbiased.add(column);
    }
  }

  /** {@code [K, m, L]} → {@code [K, m, w, L]}, zeros in all rows but the first. */
  private NDArray inFirstRow(NDArray flat) {
    var shape = new Shape(flat.getShape().get(0), settings.maps(), 1, flat.getShape().get(2));
    NDArray embedded = flat.reshape(shape);
    flat.close();
    if (settings.rows() == 1) {
      return embedded;
    }
    try (embedded;
        NDArray others =
            embedded
                .getManager()
                .zeros(
                    new Shape(shape.get(0), shape.get(1), settings.rows() - 1L, shape.get(3)),
                    type)) {
      return Tensors.join(2, embedded, others);
    }
  }

  /** {@code [S, L]}, zero in gaps and for zeroed padding. */
  private NDArray oneHot(NDManager scope, Packing packing) {
    int columns = packing.columns();
    float[] values = new float[symbols * columns];
    for (var sequence : packing.sequences()) {
      for (int i = 0; i < sequence.length(); i++) {
        if (settings.padding().lives(sequence.example(), i)) {
          values[sequence.example().input(i) * columns + sequence.first() + i] = 1;
        }
      }
    }
    return Tensors.owned(scope, values, type, symbols, columns);
  }

  /** Cross entropy of the symbols asked for, {@code [K]}. */
  private NDArray crossEntropy(NDArray logits, Packing packing, NDArray weights) {
    int columns = packing.columns();
    float[] asked = new float[symbols * columns];
    for (var sequence : packing.sequences()) {
      for (int i = 0; i < sequence.length(); i++) {
        int column = sequence.first() + i;
        settings
            .padding()
            .asked(sequence.example(), i)
            .ifPresent(symbol -> asked[symbol * columns + column] = -1);
      }
    }
    NDArray expected = Tensors.owned(logits.getManager(), asked, type, 1, symbols, columns);
    try (NDArray logs = logits.logSoftmax(1);
        NDArray negativeLogLikelihood = Tensors.sumOfProducts(logs, expected, 1)) { // [K, L]
      return Tensors.sumOfProducts(negativeLogLikelihood, weights, 1);
    }
  }

  /** Σ over sets of the squared distance from their mean, {@code [K]}. */
  private NDArray distanceOfSets(Parameters parameters) {
    int sets = settings.relaxation().sets();
    NDArray share = Tensors.scalar(parameters.manager(), 1.0 / sets, type);
    NDArray sum = parameters.manager().zeros(new Shape(parameters.width()), type);
    for (int layer = 0; layer < settings.layers(); layer++) {
      for (var parameter : GatedUnit.parameters("", settings)) {
        var all = new ArrayList<NDArray>();
        for (int set = 0; set < sets; set++) {
          NDArray own = parameters.get(unit(layer, set) + parameter.name());
          all.add(own.reshape(parameters.width(), 1, parameter.size()));
        }
        NDArray joined = Tensors.join(1, all); // [K, sets, size]
        NDArray mean = joined.sum(new int[] {1}, true).mul(share);
        NDArray apart = joined.sub(mean);
        sum = sum.add(apart.mul(apart).sum(new int[] {1, 2}));
      }
    }
    return sum;
  }

  @Override
  public void close() {
    // Owns nothing: its constants live as long as a tape.
  }
}
