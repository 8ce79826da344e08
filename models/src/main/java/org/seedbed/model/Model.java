package org.seedbed.model;

import ai.djl.ndarray.NDArray;
import java.util.Collections;
import java.util.List;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.model.population.Parameters;
import org.seedbed.task.Level;

/**
 * A model that trains as a population. Owns constants in native memory until {@link #close}.
 *
 * @param <E> type of the examples
 */
public interface Model<E> extends AutoCloseable {
  /** Its parameters, as one seed has them. */
  ParameterLayout layout();

  /**
   * The loss of every seed on batches that all share, {@code [K]}: the mean over each batch,
   * weighted by the seed's own shares.
   *
   * @param batches one a level
   * @param step of the training, on which annealed terms of the loss depend
   */
  NDArray losses(Parameters parameters, List<LevelBatch<E>> batches, TrainingStep step);

  /** How many examples of the batch each seed gets exactly right, and its mean loss. */
  List<BatchScore> scores(Parameters parameters, Level level, List<E> batch);

  @Override
  void close();

  /**
   * Where a training stands, as far as random numbers and annealing go.
   *
   * @param dataSeed of the training stream
   * @param number steps taken before this one
   * @param shares for each seed, how much each batch counts in its loss
   */
  record TrainingStep(long dataSeed, long number, List<List<Double>> shares) {
    public TrainingStep {
      shares = List.copyOf(shares);
    }

    /** A step on one batch, which all of {@code width} seeds train on. */
    public static TrainingStep onOneBatch(long dataSeed, long number, int width) {
      return new TrainingStep(dataSeed, number, Collections.nCopies(width, List.of(1.0)));
    }
  }

  /**
   * One seed on one batch.
   *
   * @param exact examples of which every output is right
   * @param loss mean over the batch, without terms that only training has
   */
  record BatchScore(int exact, double loss) {}
}
