package org.seedbed.model;

import java.util.List;
import java.util.Optional;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.ParameterPacking;
import org.seedbed.model.Model.BatchScore;
import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.population.StepLoss;
import org.seedbed.task.Level;

/**
 * A model whose step is compiled for one seed at a time. Owns the programs and the memory that they
 * run in. Not thread-safe.
 *
 * @param <E> type of the examples
 */
public interface CompiledModel<E> {
  /** Order of a seed's parameters. */
  ParameterPacking packing();

  /** Returns a seed's flat parameters packed, from {@link Arena#origin} on. */
  default float[] packed(float[] flat) {
    float[] parameters = Arena.allocate(packing().packedSize());
    packing().pack(flat, parameters, Arena.origin());
    return parameters;
  }

  /**
   * Prepares a training step on shared batches. What it returns is valid until the next call of a
   * method of this model.
   *
   * @param batches one per level
   * @param step annealed terms of the loss depend on it
   */
  TrainingRun prepare(List<LevelBatch<E>> batches, TrainingStep step);

  /**
   * Returns which packed parameters a training step changes: those whose value is 1, while those
   * whose value is 0 stay as they are. Empty if it changes all.
   *
   * @param step number of the training step
   */
  default Optional<float[]> trainedAt(long step) {
    return Optional.empty();
  }

  /**
   * Prepares scoring on a batch. What it returns is valid until the next call of a method of this
   * model.
   */
  ScoringRun prepareScores(Level level, List<E> batch);

  /**
   * Prepares a look at how saturated seeds are on a batch; empty for models without a cost of
   * saturation. What it returns is valid until the next call of a method of this model.
   *
   * @param step the training step that comes next, on which the weight of the cost depends
   */
  default Optional<SaturationRun> prepareSaturations(
      Level level, List<E> batch, TrainingStep step) {
    return Optional.empty();
  }

  /** A training step of any seed on prepared batches. */
  interface TrainingRun {
    /**
     * Computes a seed's loss and adds its gradient to {@code gradient}.
     *
     * @param member index of the seed in the population, which selects its shares
     * @param parameters packed parameters, beginning at {@code at}
     * @return the loss and the cost: means over each batch, weighted by the seed's shares
     */
    StepLoss run(int member, float[] parameters, int at, float[] gradient, int gradientAt);
  }

  /** A look at any seed's saturation on a prepared batch. */
  interface SaturationRun {
    /**
     * Returns how saturated a seed is.
     *
     * @param member index of the seed in the population
     * @param parameters packed parameters, beginning at {@code at}
     */
    Saturation run(int member, float[] parameters, int at);
  }

  /** Scoring of any seed on a prepared batch. */
  interface ScoringRun {
    /** Scores a seed with the packed parameters that begin at {@code at}. */
    BatchScore run(float[] parameters, int at);
  }
}
