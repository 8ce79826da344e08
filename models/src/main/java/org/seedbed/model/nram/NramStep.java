package org.seedbed.model.nram;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.seedbed.engine.Tape;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Axis;
import org.seedbed.engine.program.ParameterPacking;
import org.seedbed.engine.program.Program;
import org.seedbed.engine.program.Tensor;
import org.seedbed.model.LstmTape;
import org.seedbed.model.nram.NramSettings.ControllerKind;
import org.seedbed.task.memory.MemoryExample;

/**
 * The Neural RAM's step of one seed, recorded for one shape. Its mathematics is that of {@link
 * Nram}.
 */
final class NramStep {
  /**
   * What a step is recorded for.
   *
   * @param modulus M
   * @param timeSteps T
   * @param lanes examples, padded
   * @param purpose what the program computes
   */
  record Shape(int modulus, int timeSteps, int lanes, Purpose purpose) {}

  /**
   * What a program computes.
   *
   * @param training whether to compile a backward pass; else the outputs can be read
   * @param entropy whether the loss has the selectors' entropy
   * @param dropout whether hidden units are dropped out
   */
  record Purpose(boolean training, boolean entropy, boolean dropout) {
    static final Purpose SCORING = new Purpose(false, false, false);

    /** Returns that of a training step. */
    static Purpose ofTraining(NramSettings settings) {
      return new Purpose(
          true,
          settings.hasEntropy(),
          settings.controller() == ControllerKind.FEED_FORWARD
              && settings.dropoutKeepProbability() < 1);
    }
  }

  private final NramSettings settings;
  private final SelectorLayout layout;
  private final ParameterPacking packing;
  private final Shape shape;
  private final Tape tape;
  private final Axis cells;
  private final Axis values;
  private final Tensor input;
  private final Tensor expected;
  private final Tensor free;
  private final Tensor weight;
  private final Optional<Tensor> mask;
  private final Optional<Tensor> entropyWeight;
  private final Program program;

  private final Map<Integer, Tensor> integers = new HashMap<>();
  private Tensor memory;
  private Tensor registers;
  private Optional<Tensor> hidden = Optional.empty();
  private Optional<Tensor> cell = Optional.empty();
  private Tensor loss;
  private Tensor averageMemory;

  NramStep(NramSettings settings, ParameterPacking packing, Shape shape) {
    this.settings = settings;
    this.layout = SelectorLayout.of(settings);
    this.packing = packing;
    this.shape = shape;
    this.tape = new Tape(shape.lanes());
    this.cells = new Axis("cells", shape.modulus());
    this.values = new Axis("values", shape.modulus());
    this.input = tape.input(cells, values);
    this.expected = tape.input(cells, values);
    this.free = tape.input(cells);
    this.weight = tape.input();
    this.mask =
        shape.purpose().dropout()
            ? Optional.of(tape.input(new Axis("hidden", settings.hiddenSize())))
            : Optional.empty();
    this.entropyWeight = shape.purpose().entropy() ? Optional.of(tape.input()) : Optional.empty();
    record();
    var total = tape.multiply(loss, weight);
    this.loss = total;
    this.program =
        shape.purpose().training()
            ? tape.compile(total)
            : tape.compile(List.of(total, averageMemory));
  }

  private void record() {
    memory = input;
    registers = startRegisters();
    loss = tape.constant(new float[1]);
    var one = tape.constant(new float[] {1});
    var left = one;
    averageMemory = tape.constant(new float[cells.size() * values.size()], cells, values);
    for (int t = 0; t < shape.timeSteps(); t++) {
      var logits = logits(registers.at("values", 0));
      var selectors = new ArrayList<Tensor>();
      for (var selector : layout.selectors()) {
        selectors.add(
            tape.softmax(logits.range(selector.offset(), new Axis("choices", selector.choices()))));
      }
      advance(selectors);
      Tensor share = left;
      if (t + 1 < shape.timeSteps()) {
        share =
            tape.multiply(
                left, tape.sigmoid(logits.range(layout.finish(), new Axis("finish", 1)).as()));
        left = tape.subtract(left, share);
      }
      loss = tape.multiplyAdd(share, negativeLogLikelihood(), loss);
      if (!shape.purpose().training()) {
        averageMemory = tape.multiplyAdd(memory, share, averageMemory);
      }
      if (entropyWeight.isPresent()) {
        var all = tape.joinRows(selectors, new Axis("choices of all selectors", layout.finish()));
        var entropy = tape.entropy(all, (float) settings.probabilityFloor());
        loss = tape.multiplyAdd(entropy, entropyWeight.get(), loss);
      }
    }
  }

  /** Every register starts at 0 with certainty. */
  private Tensor startRegisters() {
    float[] rows = new float[settings.registers() * values.size()];
    for (int r = 0; r < settings.registers(); r++) {
      rows[r * values.size()] = 1;
    }
    return tape.constant(rows, new Axis("registers", settings.registers()), values);
  }

  private Tensor logits(Tensor zeros) {
    var outputs = new Axis("logits", layout.outputs());
    var units = new Axis("hidden", settings.hiddenSize());
    var values = zeros;
    for (var name : InputLayers.of(settings).names()) {
      values = tape.relu(tape.dense(packing.matrix(name), values, units));
    }
    if (settings.controller() == ControllerKind.FEED_FORWARD) {
      var sums = tape.dense(packing.matrix(FeedForwardController.HIDDEN), values, units);
      var rectified = tape.relu(sums);
      var kept = mask.map(by -> tape.multiply(rectified, by)).orElse(rectified);
      return tape.dense(packing.matrix(FeedForwardController.OUTPUT), kept, outputs);
    }
    return tape.dense(packing.matrix(LstmController.OUTPUT), lstm(values, units), outputs);
  }

  private Tensor lstm(Tensor input, Axis units) {
    int size = units.size();
    var before = hidden.orElseGet(() -> tape.constant(new float[size], units));
    var inputs = new Axis("inputs", InputLayers.of(settings).outputs() + size);
    var joined = tape.joinRows(List.of(input, before), inputs);
    var sums =
        tape.dense(packing.matrix(LstmController.GATES), joined, new Axis("gates", 4 * size));
    var next = LstmTape.next(tape, sums, units, cell);
    cell = Optional.of(next.cell());
    hidden = Optional.of(next.hidden());
    return next.hidden();
  }

  /** Runs the circuit: all modules in order, then the registers' next values. */
  private void advance(List<Tensor> selectors) {
    var known = new ArrayList<Tensor>();
    for (int r = 0; r < settings.registers(); r++) {
      known.add(registers.at("registers", r));
    }
    for (var call : layout.calls()) {
      var arguments = new ArrayList<Tensor>();
      for (int a = 0; a < call.module().arguments(); a++) {
        arguments.add(tape.choose(selectors.get(call.firstSelector() + a), known, values));
      }
      known.add(act(call.module(), arguments));
    }
    var next = new ArrayList<Tensor>();
    for (int r = 0; r < settings.registers(); r++) {
      next.add(tape.choose(selectors.get(layout.ofRegister(r)), known, values));
    }
    registers = tape.joinRows(next, new Axis("registers", settings.registers()), values);
  }

  private Tensor act(Module module, List<Tensor> arguments) {
    return switch (module) {
      case READ -> {
        var contents = new ArrayList<Tensor>();
        for (int c = 0; c < cells.size(); c++) {
          contents.add(memory.at("cells", c));
        }
        yield tape.choose(arguments.get(0), contents, values);
      }
      case ZERO -> integer(0);
      case ONE -> integer(1);
      case TWO -> integer(2);
      case INC -> tape.roll(arguments.get(0), 1);
      case ADD -> tape.circularSum(arguments.get(0), arguments.get(1));
      case SUB -> tape.circularDifference(arguments.get(0), arguments.get(1));
      case DEC -> tape.roll(arguments.get(0), -1);
      case LESS_THAN -> truth(arguments.get(0), tape.sumAbove(arguments.get(1), false));
      case LESS_OR_EQUAL -> truth(arguments.get(0), tape.sumAbove(arguments.get(1), true));
      case EQUAL -> truth(arguments.get(0), arguments.get(1));
      case MIN ->
          extreme(
              arguments,
              tape.sumAbove(arguments.get(1), true),
              tape.sumAbove(arguments.get(0), false));
      case MAX ->
          extreme(
              arguments,
              tape.sumBelow(arguments.get(1), true),
              tape.sumBelow(arguments.get(0), false));
      case WRITE -> {
        memory = tape.write(memory, arguments.get(0), arguments.get(1));
        yield integer(0);
      }
    };
  }

  /** An integer with certainty; rows after it are zeros and left out. */
  private Tensor integer(int value) {
    return integers.computeIfAbsent(
        value,
        v -> {
          float[] rows = new float[v + 1];
          rows[v] = 1;
          return tape.constant(rows, new Axis("values", v + 1));
        });
  }

  /** The distribution 1 − q for 0 and q for 1, with q = a·related. */
  private Tensor truth(Tensor a, Tensor related) {
    var q = tape.dot(a, related);
    return tape.joinRows(
        List.of(tape.affine(q, -1, 1), tape.affine(q, 1, 0)), new Axis("values", 2));
  }

  /** a[v]·(rest of b) + b[v]·(rest of a). */
  private Tensor extreme(List<Tensor> arguments, Tensor restOfB, Tensor restOfA) {
    return tape.multiplyAdd(arguments.get(0), restOfB, tape.multiply(arguments.get(1), restOfA));
  }

  private Tensor negativeLogLikelihood() {
    var right = tape.add(tape.dot(memory, expected), free);
    return tape.sum(tape.negativeLog(right, (float) settings.probabilityFloor()));
  }

  Program program() {
    return program;
  }

  /** Loads the program and writes a batch. */
  void load(Arena arena, List<MemoryExample> batch) {
    int lanes = shape.lanes();
    var encoded = OneHotBatch.of(batch, lanes);
    float[] weights = new float[lanes];
    Arrays.fill(weights, 0, batch.size(), 1f / batch.size());
    arena.load(program);
    program.write(arena, input, encoded.memory());
    program.write(arena, expected, encoded.expected());
    program.write(arena, free, encoded.free());
    program.write(arena, weight, weights);
  }

  /**
   * Writes what the loss has beside the batch.
   *
   * @param dropoutMask of the hidden units, {@code [H]}; not read without dropout
   * @param own hyperparameters of the seed
   * @param step number of the training step
   */
  void write(Arena arena, float[] dropoutMask, NramSettings own, long step) {
    mask.ifPresent(tensor -> program.write(arena, tensor, repeated(dropoutMask)));
    double entropy = own.entropyWeightAt(step, shape.timeSteps() * layout.selectors().size());
    entropyWeight.ifPresent(tensor -> program.fill(arena, tensor, (float) -entropy));
  }

  private float[] repeated(float[] rows) {
    float[] all = new float[rows.length * shape.lanes()];
    for (int row = 0; row < rows.length; row++) {
      Arrays.fill(all, row * shape.lanes(), (row + 1) * shape.lanes(), rows[row]);
    }
    return all;
  }

  /** Loss of the last scoring run. */
  double loss(Arena arena) {
    return program.sum(arena, loss);
  }

  /** Σ_t p_t·memory_t of the last scoring run, {@code [cells, values, lanes]}. */
  float[] averageMemory(Arena arena) {
    return program.read(arena, averageMemory);
  }
}
