package org.seedbed.model.terpret;

import java.util.List;
import org.seedbed.engine.program.ParameterPacking;
import org.seedbed.model.CompiledModel;
import org.seedbed.model.LevelBatch;
import org.seedbed.model.Model.BatchScore;
import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.population.StepLoss;
import org.seedbed.task.Level;
import org.seedbed.task.terpret.ChainExample;

/**
 * A chain on the engine for tiny models, written out: loss −Σ log aᵢ, where aᵢ = μᵢμⱼ +
 * (1−μᵢ)(1−μⱼ) is the probability that xᵢ and the next boolean xⱼ are equal, and μᵢ the probability
 * that xᵢ is 0.
 */
final class CompiledChain implements CompiledModel<ChainExample> {
  private final ParameterPacking packing;
  private final int at;
  private final double[] zero;

  /**
   * @param free number of booleans but x₀, 1 or more
   */
  CompiledChain(int free) {
    this.packing =
        new ParameterPacking(
            List.of(new ParameterPacking.Shape(ChainFamily.LOGITS, 1, 2 * free, false)));
    this.at = packing.matrix(ChainFamily.LOGITS).at();
    this.zero = new double[free + 1];
    zero[0] = 1;
  }

  @Override
  public ParameterPacking packing() {
    return packing;
  }

  /** All examples are the same, so the loss is that of one. */
  @Override
  public TrainingRun prepare(List<LevelBatch<ChainExample>> batches, TrainingStep step) {
    return (member, parameters, from, gradient, gradientFrom) -> {
      double loss = forward(parameters, from);
      backward(gradient, gradientFrom);
      return StepLoss.of(loss);
    };
  }

  @Override
  public ScoringRun prepareScores(Level level, List<ChainExample> batch) {
    return (parameters, from) -> {
      double loss = forward(parameters, from);
      boolean exact = true;
      for (double probability : zero) {
        exact &= probability > 0.5;
      }
      return new BatchScore(exact ? batch.size() : 0, loss);
    };
  }

  private double forward(float[] parameters, int from) {
    for (int i = 1; i < zero.length; i++) {
      int logit = from + at + 2 * (i - 1);
      zero[i] = 1 / (1 + Math.exp((double) parameters[logit + 1] - parameters[logit]));
    }
    double product = 1;
    double loss = 0;
    for (int i = 0; i < zero.length; i++) {
      product *= equal(i);
      // One logarithm for many factors; they are taken out before they underflow.
      if (product < 1e-200 || i == zero.length - 1) {
        loss -= Math.log(product);
        product = 1;
      }
    }
    return loss;
  }

  /** Returns the probability that boolean {@code i} and the next are equal. */
  private double equal(int i) {
    double next = zero[(i + 1) % zero.length];
    return zero[i] * next + (1 - zero[i]) * (1 - next);
  }

  private void backward(float[] gradient, int from) {
    int last = zero.length - 1;
    double before = equal(0);
    for (int i = 1; i <= last; i++) {
      double after = equal(i);
      double left = (2 * zero[i - 1] - 1) / before;
      double right = (2 * zero[i == last ? 0 : i + 1] - 1) / after;
      float slope = (float) (-(left + right) * zero[i] * (1 - zero[i]));
      int logit = from + at + 2 * (i - 1);
      gradient[logit] += slope;
      gradient[logit + 1] -= slope;
      before = after;
    }
  }
}
