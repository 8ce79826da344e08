package org.seedbed.model.terpret;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.seedbed.model.LevelBatch;
import org.seedbed.model.Model;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.model.population.Parameters;
import org.seedbed.model.population.Tensors;
import org.seedbed.task.Level;
import org.seedbed.task.terpret.ChainExample;

/** A chain on PyTorch, for K seeds at once. */
record Chain(ParameterLayout layout, DataType type) implements Model<ChainExample> {
  @Override
  public Losses losses(
      Parameters parameters, List<LevelBatch<ChainExample>> batches, TrainingStep step) {
    return Losses.of(losses(parameters));
  }

  /** Returns −Σ log of the probabilities that neighbours are equal, {@code [K]}. */
  private NDArray losses(Parameters parameters) {
    NDArray free = zero(parameters);
    NDArray given = parameters.manager().ones(new Shape(free.getShape().get(0), 1), type);
    NDArray from = Tensors.join(1, given, free); // [K, k]
    NDArray to = Tensors.join(1, free, given);
    NDArray one = Tensors.scalar(parameters.manager(), 1, type);
    NDArray equal = from.mul(to).add(one.sub(from).mul(one.sub(to)));
    return equal.log().sum(new int[] {1}, false).neg();
  }

  /** Returns the probability that each boolean but x₀ is 0, {@code [K, k−1]}. */
  private NDArray zero(Parameters parameters) {
    NDArray both = parameters.get(ChainFamily.LOGITS).softmax(2); // [K, k−1, 2]
    return Tensors.slice(both, 2, 0, 1).reshape(parameters.width(), -1);
  }

  @Override
  public List<BatchScore> scores(Parameters parameters, Level level, List<ChainExample> batch) {
    float[] losses = losses(parameters).toFloatArray();
    float[] least = zero(parameters).min(new int[] {1}).toFloatArray();
    var scores = new ArrayList<BatchScore>();
    for (int k = 0; k < losses.length; k++) {
      scores.add(new BatchScore(least[k] > 0.5 ? batch.size() : 0, losses[k]));
    }
    return scores;
  }

  @Override
  public void close() {
    // There is nothing to release.
  }
}
