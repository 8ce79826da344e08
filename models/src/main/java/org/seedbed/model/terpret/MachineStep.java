package org.seedbed.model.terpret;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.seedbed.engine.Tape;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Axis;
import org.seedbed.engine.program.ParameterPacking;
import org.seedbed.engine.program.Program;
import org.seedbed.engine.program.Tensor;
import org.seedbed.task.Level;

/**
 * A machine's step of one seed, recorded for one shape. The loss is −Σ log p(observed), a mean over
 * the examples, minus the weighted sum of the parameters' entropies.
 *
 * @param <E> type of the examples
 */
final class MachineStep<E> {
  /** Probabilities below it have no gradient. */
  static final float FLOOR = 1e-30f;

  /**
   * What a step is recorded for.
   *
   * @param level level of the examples
   * @param lanes examples, padded
   * @param purpose what the program computes
   */
  record Shape(Level level, int lanes, Purpose purpose) {}

  /** What a program computes. */
  enum Purpose {
    /** The loss and its gradient. */
    TRAINING,
    /** The loss with the entropy bonus and its gradient. */
    TRAINING_WITH_ENTROPY,
    /** The loss. */
    SCORING
  }

  /**
   * An observed output.
   *
   * @param expected one-hot, zeros if the output of an example is not observed: {@code [values, B]}
   * @param free 1 where the output of an example is not observed, else 0: {@code [1, B]}
   */
  private record Observation(Tensor expected, Tensor free) {}

  private final Machine<E> machine;
  private final Shape shape;
  private final List<Tensor> inputs = new ArrayList<>();
  private final List<Observation> observations = new ArrayList<>();
  private final Tensor weight;
  private final Optional<Tensor> entropyWeight;
  private final Tensor loss;
  private final Program program;

  MachineStep(Machine<E> machine, ParameterPacking packing, Shape shape) {
    this.machine = machine;
    this.shape = shape;
    var tape = new Tape(shape.lanes());
    var ofInputs = machine.inputs(shape.level());
    for (int i = 0; i < ofInputs.count(); i++) {
      inputs.add(tape.input(new Axis("values", ofInputs.values())));
    }
    this.weight = tape.input();
    this.entropyWeight =
        shape.purpose() == Purpose.TRAINING_WITH_ENTROPY
            ? Optional.of(tape.input())
            : Optional.empty();
    var distributions = distributions(tape, packing);
    var algebra = new EngineAlgebra(tape);
    var outputs = machine.run(algebra, shape.level(), inputs, byIndex(distributions));
    var sum = negativeLogLikelihood(tape, outputs);
    if (entropyWeight.isPresent()) {
      for (var all : distributions.values()) {
        var entropy = tape.entropy(all.as(new Axis("values of all", all.rows())), FLOOR);
        sum = tape.multiplyAdd(entropy, entropyWeight.get(), sum);
      }
    }
    this.loss = tape.multiply(sum, weight);
    this.program =
        shape.purpose() == Purpose.SCORING ? tape.compile(List.of(loss)) : tape.compile(loss);
  }

  /** Returns the distributions of each kind of parameters, {@code [count, values]}. */
  private Map<String, Tensor> distributions(Tape tape, ParameterPacking packing) {
    var one = tape.constant(new float[] {1}, new Axis("one", 1));
    var distributions = new HashMap<String, Tensor>();
    for (var parameter : machine.parameters()) {
      var logits =
          tape.dense(
              packing.matrix(parameter.name()),
              one,
              new Axis("parameters", parameter.count()),
              new Axis("values", parameter.values()));
      distributions.put(parameter.name(), tape.softmax(logits));
    }
    return distributions;
  }

  private static Map<String, List<Tensor>> byIndex(Map<String, Tensor> distributions) {
    var all = new HashMap<String, List<Tensor>>();
    distributions.forEach(
        (name, of) ->
            all.put(
                name,
                IntStream.range(0, of.axes().get(0).size())
                    .mapToObj(i -> of.at("parameters", i))
                    .toList()));
    return all;
  }

  private Tensor negativeLogLikelihood(Tape tape, List<Tensor> outputs) {
    var probabilities = new ArrayList<Tensor>();
    for (var output : outputs) {
      var expected = tape.input(new Axis("values", output.rows()));
      var free = tape.input();
      observations.add(new Observation(expected, free));
      probabilities.add(tape.add(tape.dot(output, expected), free));
    }
    var all = tape.joinRows(probabilities, new Axis("outputs", outputs.size()));
    return tape.sum(tape.negativeLog(all, FLOOR));
  }

  Program program() {
    return program;
  }

  /** Loads the program and writes a batch; the last example is repeated in lanes without one. */
  void load(Arena arena, List<E> batch) {
    int lanes = shape.lanes();
    arena.load(program);
    var starts = new ArrayList<int[]>();
    var expectations = new ArrayList<int[]>();
    for (int lane = 0; lane < lanes; lane++) {
      var example = batch.get(Math.min(lane, batch.size() - 1));
      starts.add(machine.input(example));
      expectations.add(machine.expected(example));
    }
    for (int i = 0; i < inputs.size(); i++) {
      program.write(arena, inputs.get(i), oneHot(inputs.get(i).rows(), at(starts, i)));
    }
    for (int i = 0; i < observations.size(); i++) {
      var observation = observations.get(i);
      int[] expected = at(expectations, i);
      program.write(arena, observation.expected(), oneHot(observation.expected().rows(), expected));
      float[] free = new float[lanes];
      for (int lane = 0; lane < lanes; lane++) {
        free[lane] = expected[lane] == Machine.NOT_OBSERVED ? 1 : 0;
      }
      program.write(arena, observation.free(), free);
    }
    float[] weights = new float[lanes];
    Arrays.fill(weights, 0, batch.size(), 1f / batch.size());
    program.write(arena, weight, weights);
  }

  /** Returns the number at an index of each lane's. */
  static int[] at(List<int[]> lanes, int index) {
    return lanes.stream().mapToInt(values -> values[index]).toArray();
  }

  private static float[] oneHot(int values, int[] lanes) {
    float[] rows = new float[values * lanes.length];
    for (int lane = 0; lane < lanes.length; lane++) {
      if (lanes[lane] != Machine.NOT_OBSERVED) {
        rows[lanes[lane] * lanes.length + lane] = 1;
      }
    }
    return rows;
  }

  /** Writes the weight of the entropies. */
  void write(Arena arena, double ofEntropy) {
    entropyWeight.ifPresent(tensor -> program.fill(arena, tensor, (float) -ofEntropy));
  }

  /** Loss of the last scoring run. */
  double loss(Arena arena) {
    return program.sum(arena, loss);
  }
}
