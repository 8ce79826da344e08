package org.seedbed.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.seedbed.model.Model.BatchScore;
import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.population.AdamSettings;
import org.seedbed.model.population.GradientTape;
import org.seedbed.model.population.Population;
import org.seedbed.model.population.PopulationAdam;
import org.seedbed.model.population.PopulationState;
import org.seedbed.model.population.ScheduleState;
import org.seedbed.model.population.StepLoss;
import org.seedbed.model.population.Tensors;
import org.seedbed.task.Level;

/**
 * A population on PyTorch: one forward and one backward pass for all seeds.
 *
 * @param <E> type of the examples
 */
public final class PyTorchPopulation<E> implements TrainingPopulation<E> {
  private final Model<E> model;
  private Population population;
  private final PopulationAdam adam;
  private final Runnable release;
  private Runnable replaced = () -> {};
  private boolean isEmpty;

  /** Trains a population that the caller owns, with a model that the caller owns. */
  public PyTorchPopulation(
      Model<E> model, Population population, AdamSettings adam, long dataSeed) {
    this(model, population, adam, dataSeed, () -> {});
  }

  private PyTorchPopulation(
      Model<E> model, Population population, AdamSettings adam, long dataSeed, Runnable release) {
    this.model = model;
    this.population = population;
    this.adam = new PopulationAdam(adam, dataSeed);
    this.release = release;
  }

  /**
   * Opens a population with a model and native memory of its own.
   *
   * @param model creates the model, given the owner of its constants
   * @param dataSeed data seed of the training stream
   */
  public static <E> PyTorchPopulation<E> open(
      Function<NDManager, Model<E>> model,
      PopulationState state,
      AdamSettings adam,
      long dataSeed) {
    var manager = Backend.newManager();
    try {
      var made = model.apply(manager);
      var population = new Population(manager, made.layout(), state, DataType.FLOAT32);
      return new PyTorchPopulation<>(
          made,
          population,
          adam,
          dataSeed,
          () -> {
            population.close();
            made.close();
            manager.close();
          });
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  @Override
  public int width() {
    return isEmpty ? 0 : population.width();
  }

  @Override
  public long step() {
    return population.step();
  }

  @Override
  public List<ScheduleState> schedules() {
    return isEmpty ? List.of() : population.schedules();
  }

  @Override
  public void update(List<ScheduleState> updated) {
    population.update(updated);
  }

  @Override
  public List<StepLoss> train(List<LevelBatch<E>> batches, TrainingStep step) {
    try (var tape = GradientTape.start(population.manager())) {
      var parameters = population.parameters(tape);
      var losses = model.losses(parameters, batches, step);
      tape.backward(losses.values());
      try (NDArray values = losses.values().stopGradient()) {
        if (step.members().isEmpty()) {
          adam.step(population, parameters.gradient(), values);
        } else {
          var own = step.members().stream().map(MemberSettings::adam).toList();
          adam.step(population, parameters.gradient(), values, own);
        }
        return losses.bySeed();
      }
    }
  }

  @Override
  public List<BatchScore> scores(Level level, List<E> batch, List<Integer> members) {
    if (width() == 0) {
      return List.of();
    }
    try (var scope = GradientTape.off(population.manager())) {
      var all = model.scores(population.parameters(scope), level, batch);
      return members.stream().map(all::get).toList();
    }
  }

  @Override
  public List<Optional<Saturation>> saturations(Level level, List<E> batch, TrainingStep next) {
    try (var scope = GradientTape.off(population.manager())) {
      return model.saturations(population.parameters(scope), level, batch, next);
    }
  }

  @Override
  public List<PopulationState.Member> takeOut(List<Integer> members) {
    var before = population.state();
    var taken = members.stream().map(before.members()::get).toList();
    var left = before.members().stream().filter(member -> !taken.contains(member)).toList();
    if (left.isEmpty()) {
      isEmpty = true;
    } else {
      var narrower = population.with(new PopulationState(before.step(), left));
      replaced.run();
      population = narrower;
      replaced = narrower::close;
    }
    return taken;
  }

  @Override
  public float[] parameters(int member) {
    try (NDArray row = Tensors.slice(population.rows(), 0, member, member + 1L);
        NDArray copy = row.duplicate()) {
      return copy.toFloatArray();
    }
  }

  @Override
  public PopulationState state() {
    return population.state();
  }

  @Override
  public void close() {
    replaced.run();
    release.run();
  }
}
