package org.seedbed.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.seedbed.model.Model.BatchScore;
import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.population.PopulationState;
import org.seedbed.model.population.ScheduleState;
import org.seedbed.model.population.StepLoss;
import org.seedbed.task.Level;

/**
 * K seeds in training, on one engine. If a seed's loss or gradient is not finite, its parameters
 * are frozen and the step is recorded; other seeds are not affected. Not thread-safe.
 *
 * @param <E> type of the examples
 */
public interface TrainingPopulation<E> extends AutoCloseable {
  /** K. */
  int width();

  /** Number of steps taken. */
  long step();

  /** Schedule state of each seed, in member order. */
  List<ScheduleState> schedules();

  /** Replaces the schedule states. */
  void update(List<ScheduleState> updated);

  /**
   * Takes one training step with all seeds.
   *
   * @param batches one per level
   * @param step its number is {@link #step}
   * @return the losses of each seed, in member order; not finite where it has diverged
   */
  List<StepLoss> train(List<LevelBatch<E>> batches, TrainingStep step);

  /** Scores some members on a batch, in the given order. */
  List<BatchScore> scores(Level level, List<E> batch, List<Integer> members);

  /** Scores every seed on a batch, in member order. */
  default List<BatchScore> scores(Level level, List<E> batch) {
    return scores(level, batch, IntStream.range(0, width()).boxed().toList());
  }

  /**
   * Returns how saturated each seed is on a batch, in member order; empty for those whose model has
   * no cost of saturation.
   *
   * @param step the training step that comes next, on which the weight of the cost depends
   */
  List<Optional<Saturation>> saturations(Level level, List<E> batch, TrainingStep step);

  /**
   * Takes members out of the population. Later members move up; a population may become empty.
   *
   * @param members indices, in increasing order
   * @return their states, in the same order
   */
  List<PopulationState.Member> takeOut(List<Integer> members);

  /** Copies a member's parameters {@code [P]}. */
  float[] parameters(int member);

  /** Copies the current state of a population that is not empty. */
  PopulationState state();

  @Override
  void close();
}
