package org.seedbed.model.terpret;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.seedbed.model.LevelBatch;
import org.seedbed.model.Model;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.model.population.Parameters;
import org.seedbed.model.population.Tensors;
import org.seedbed.task.Level;

/**
 * A machine on PyTorch, for K seeds at once. Its mathematics is that of {@link MachineStep}.
 *
 * @param <E> type of the examples
 */
record MachineModel<E>(Machine<E> machine, Descent descent, ParameterLayout layout, DataType type)
    implements Model<E> {
  @Override
  public Losses losses(Parameters parameters, List<LevelBatch<E>> batches, TrainingStep step) {
    var distributions = distributions(parameters);
    NDArray sum = parameters.manager().zeros(new Shape(parameters.width()), type);
    for (int i = 0; i < batches.size(); i++) {
      var batch = batches.get(i);
      NDArray losses = losses(parameters, distributions, batch.level(), batch.examples());
      sum = sum.add(losses.mul(step.share(parameters, i)));
    }
    return Losses.of(descent.entropyBonus() > 0 ? lessEntropy(sum, distributions, step) : sum);
  }

  private NDArray lessEntropy(
      NDArray losses, Map<String, NDArray> distributions, TrainingStep step) {
    var manager = losses.getManager();
    NDArray floor = Tensors.scalar(manager, MachineStep.FLOOR, type);
    NDArray weight = Tensors.scalar(manager, descent.entropyWeightAt(step.number()), type);
    var sum = losses;
    for (var p : distributions.values()) {
      NDArray negative = p.mul(p.maximum(floor).log()).sum(new int[] {1, 2}, false);
      sum = sum.add(negative.mul(weight));
    }
    return sum;
  }

  /** Returns the distributions of each kind of parameters, {@code [K, count, values]}. */
  private Map<String, NDArray> distributions(Parameters parameters) {
    var all = new HashMap<String, NDArray>();
    for (var parameter : machine.parameters()) {
      all.put(parameter.name(), parameters.get(parameter.name()).softmax(2));
    }
    return all;
  }

  /** Returns the mean loss of each seed, {@code [K]}. */
  private NDArray losses(
      Parameters parameters, Map<String, NDArray> distributions, Level level, List<E> batch) {
    var manager = parameters.manager();
    var ofInputs = machine.inputs(level);
    var starts = batch.stream().map(machine::input).toList();
    var expectations = batch.stream().map(machine::expected).toList();
    var inputs =
        IntStream.range(0, ofInputs.count())
            .mapToObj(i -> oneHot(manager, MachineStep.at(starts, i), ofInputs.values()))
            .toList();
    var program = new HashMap<String, List<NDArray>>();
    distributions.forEach(
        (name, of) ->
            program.put(
                name,
                IntStream.range(0, (int) of.getShape().get(1))
                    .mapToObj(i -> Tensors.slice(of, 1, i, i + 1L))
                    .toList()));
    var outputs = machine.run(new TensorAlgebra(manager, type), level, inputs, program);
    NDArray floor = Tensors.scalar(manager, MachineStep.FLOOR, type);
    NDArray sum = null;
    for (int i = 0; i < outputs.size(); i++) {
      int[] expected = MachineStep.at(expectations, i);
      int values = (int) outputs.get(i).getShape().get(2);
      NDArray right =
          outputs.get(i).mul(oneHot(manager, expected, values)).sum(new int[] {2}, false);
      NDArray term = right.add(free(manager, expected)).maximum(floor).log().neg(); // [K, B]
      sum = sum == null ? term : sum.add(term);
    }
    return sum.mean(new int[] {1});
  }

  /** Returns {@code [1, B, values]}, zeros where nothing is observed. */
  private NDArray oneHot(NDManager manager, int[] batch, int values) {
    float[] rows = new float[batch.length * values];
    for (int b = 0; b < batch.length; b++) {
      if (batch[b] != Machine.NOT_OBSERVED) {
        rows[b * values + batch[b]] = 1;
      }
    }
    return Tensors.owned(manager, rows, type, 1, batch.length, values);
  }

  /** Returns {@code [1, B]}: 1 where nothing is observed. */
  private NDArray free(NDManager manager, int[] batch) {
    float[] rows = new float[batch.length];
    for (int b = 0; b < batch.length; b++) {
      rows[b] = batch[b] == Machine.NOT_OBSERVED ? 1 : 0;
    }
    return Tensors.owned(manager, rows, type, 1, batch.length);
  }

  @Override
  public List<BatchScore> scores(Parameters parameters, Level level, List<E> batch) {
    float[] losses = Tensors.floats(losses(parameters, distributions(parameters), level, batch));
    var exact = new MachineScores<>(machine, new DiscreteRun<>(machine, level), batch);
    var logits = parameters.flat();
    var scores = new ArrayList<BatchScore>();
    for (int k = 0; k < losses.length; k++) {
      scores.add(exact.score(logits.get(k), losses[k]));
    }
    return scores;
  }

  @Override
  public void close() {
    // There is nothing to release.
  }
}
