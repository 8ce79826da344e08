package org.seedbed.example;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.seedbed.model.LevelBatch;
import org.seedbed.model.Model;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.model.population.Parameters;
import org.seedbed.model.population.Tensors;
import org.seedbed.task.Level;

/** Logistic regression on the number of ones, for K seeds at once. */
record Threshold(ThresholdSettings settings, ParameterLayout layout) implements Model<Bits> {
  @Override
  public Losses losses(Parameters parameters, List<LevelBatch<Bits>> batches, TrainingStep step) {
    NDManager manager = parameters.manager();
    NDArray sum = manager.zeros(new ai.djl.ndarray.types.Shape(parameters.width())); // [K]
    for (int i = 0; i < batches.size(); i++) {
      float[] shares = new float[parameters.width()];
      for (int k = 0; k < shares.length; k++) {
        shares[k] = step.shares().get(k).get(i).floatValue();
      }
      NDArray share = Tensors.owned(manager, shares, DataType.FLOAT32, shares.length);
      sum = sum.add(losses(parameters, batches.get(i).examples()).mul(share));
    }
    return Losses.of(sum);
  }

  /** Returns the mean over the batch of log(1 + exp(−y · logit)), where y is ±1: {@code [K]}. */
  private NDArray losses(Parameters parameters, List<Bits> batch) {
    float[] signs = new float[batch.size()];
    for (int b = 0; b < signs.length; b++) {
      signs[b] = batch.get(b).answer() == 1 ? -1 : 1;
    }
    NDArray sign = Tensors.owned(parameters.manager(), signs, DataType.FLOAT32, 1, signs.length);
    return logits(parameters, batch)
        .mul(sign)
        .exp()
        .add(Tensors.scalar(parameters.manager(), 1, DataType.FLOAT32))
        .log()
        .mean(new int[] {1}, false);
  }

  /** Returns the logits, {@code [K, B]}. */
  private NDArray logits(Parameters parameters, List<Bits> batch) {
    float[] inputs = new float[2 * batch.size()];
    for (int b = 0; b < batch.size(); b++) {
      inputs[b] = (float) settings.scale() * batch.get(b).ones();
      inputs[batch.size() + b] = 1;
    }
    NDArray onesAndBias =
        Tensors.owned(parameters.manager(), inputs, DataType.FLOAT32, 2, batch.size());
    return parameters.get(ThresholdFamily.WEIGHTS).matMul(onesAndBias);
  }

  @Override
  public List<BatchScore> scores(Parameters parameters, Level level, List<Bits> batch) {
    float[] logits = logits(parameters, batch).toFloatArray();
    float[] losses = losses(parameters, batch).toFloatArray();
    var scores = new ArrayList<BatchScore>();
    for (int k = 0; k < parameters.width(); k++) {
      int exact = 0;
      for (int b = 0; b < batch.size(); b++) {
        exact += (logits[k * batch.size() + b] > 0 ? 1 : 0) == batch.get(b).answer() ? 1 : 0;
      }
      scores.add(new BatchScore(exact, losses[k]));
    }
    return scores;
  }

  @Override
  public void close() {
    // There is nothing to release.
  }
}
