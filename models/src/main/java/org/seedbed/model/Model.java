package org.seedbed.model;

import ai.djl.ndarray.NDArray;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.seedbed.model.Evaluator.Outputs;
import org.seedbed.model.population.AdamSettings;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.model.population.Parameters;
import org.seedbed.model.population.ScheduleState;
import org.seedbed.model.population.StepLoss;
import org.seedbed.model.population.Tensors;
import org.seedbed.task.Level;

/**
 * A model that trains as a population. Owns constants in native memory until {@link #close}.
 *
 * @param <E> type of the examples
 */
public interface Model<E> extends AutoCloseable {
  /** Returns the layout of one seed's parameters. */
  ParameterLayout layout();

  /**
   * Returns the loss of every seed on shared batches: the mean over each batch, weighted by the
   * seed's own shares.
   *
   * @param batches one per level
   * @param step training step; annealed terms of the loss depend on it
   */
  Losses losses(Parameters parameters, List<LevelBatch<E>> batches, TrainingStep step);

  /**
   * The losses of all seeds.
   *
   * @param values {@code [K]}
   * @param costs unweighted costs whose weight depends on past losses, {@code [K]}; empty if there
   *     are none
   */
  record Losses(NDArray values, Optional<NDArray> costs) {
    /** Losses without such costs. */
    public static Losses of(NDArray values) {
      return new Losses(values, Optional.empty());
    }

    /** Copies the losses, in member order. */
    public List<StepLoss> bySeed() {
      float[] all = Tensors.floats(values);
      var ofCost = costs.map(Tensors::floats);
      return IntStream.range(0, all.length)
          .mapToObj(
              k ->
                  new StepLoss(
                      all[k],
                      ofCost.map(c -> OptionalDouble.of(c[k])).orElseGet(OptionalDouble::empty)))
          .toList();
    }
  }

  /**
   * Returns how saturated every seed is on a batch; empty for models without a cost of saturation.
   *
   * @param step the training step that comes next, on which the weight of the cost depends
   */
  default List<Optional<Saturation>> saturations(
      Parameters parameters, Level level, List<E> batch, TrainingStep step) {
    return Collections.nCopies(parameters.width(), Optional.empty());
  }

  /** Scores every seed on a batch: number of exactly right examples and mean loss. */
  List<BatchScore> scores(Parameters parameters, Level level, List<E> batch);

  @Override
  void close();

  /**
   * The training step on which random numbers, annealing and batch weights depend.
   *
   * @param dataSeed data seed of the training stream
   * @param number steps taken before this one
   * @param shares for each seed, the weight of each batch in its loss
   * @param members settings of each seed; empty if all have those of their population and model
   * @param schedules schedule state of each seed; empty if all have that before the first step
   */
  record TrainingStep(
      long dataSeed,
      long number,
      List<List<Double>> shares,
      List<MemberSettings> members,
      List<ScheduleState> schedules) {
    public TrainingStep {
      shares = List.copyOf(shares);
      members = List.copyOf(members);
      schedules = List.copyOf(schedules);
    }

    /** Returns a step of seeds that all have the settings of their population and model. */
    public TrainingStep(long dataSeed, long number, List<List<Double>> shares) {
      this(dataSeed, number, shares, List.of(), List.of());
    }

    /**
     * Returns the weight of a batch in the loss of each seed, {@code [K]}.
     *
     * @param batch index of the batch
     */
    public NDArray share(Parameters parameters, int batch) {
      float[] all = new float[parameters.width()];
      for (int k = 0; k < all.length; k++) {
        all[k] = shares.get(k).get(batch).floatValue();
      }
      // A recorded graph uses it, so PyTorch must own its memory.
      return Tensors.owned(parameters.manager(), all, parameters.rows().getDataType(), all.length);
    }

    /**
     * Returns a seed's hyperparameters.
     *
     * @param member index of the seed in the population
     * @param shared those of the model
     */
    public <S extends Record> S settings(int member, S shared) {
      @SuppressWarnings("unchecked")
      Class<S> type = (Class<S>) shared.getClass();
      return members.isEmpty() ? shared : type.cast(members.get(member).model());
    }

    /**
     * Returns a seed's optimizer.
     *
     * @param member index of the seed in the population
     * @param shared that of the population
     */
    public AdamSettings adam(int member, AdamSettings shared) {
      return members.isEmpty() ? shared : members.get(member).adam();
    }

    /**
     * Returns the bound of the weight of a seed's cost; infinite for none.
     *
     * @param member index of the seed in the population
     */
    public float costBound(int member) {
      var schedule = schedules.isEmpty() ? ScheduleState.START : schedules.get(member);
      return schedule.windows().costBound();
    }

    /** Returns a step on one batch that all {@code width} seeds train on. */
    public static TrainingStep onOneBatch(long dataSeed, long number, int width) {
      return new TrainingStep(dataSeed, number, Collections.nCopies(width, List.of(1.0)));
    }
  }

  /**
   * Score of one seed on one batch.
   *
   * @param exact number of examples with every output right
   * @param loss mean over the batch, without training-only terms
   * @param outputs how many outputs of all examples were wrong; of none if answers have no parts
   */
  record BatchScore(int exact, double loss, Outputs outputs) {
    /** A score of answers without parts. */
    public BatchScore(int exact, double loss) {
      this(exact, loss, Outputs.NONE);
    }

    /**
     * Returns a score by the wrong outputs of each example.
     *
     * @param wrong number of wrong outputs of each example
     * @param all number of outputs of all examples
     */
    public static BatchScore of(int[] wrong, long all, double loss) {
      return new BatchScore(Outputs.exact(wrong), loss, Outputs.of(wrong, all));
    }
  }
}
