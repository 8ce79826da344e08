package org.seedbed.bench;

import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.seedbed.model.Backend;
import org.seedbed.model.CompiledPopulation;
import org.seedbed.model.Curriculum;
import org.seedbed.model.HeldOut;
import org.seedbed.model.Model;
import org.seedbed.model.ModelFamily;
import org.seedbed.model.PopulationTrainer;
import org.seedbed.model.PyTorchPopulation;
import org.seedbed.model.TrainingPopulation;
import org.seedbed.model.TrainingSettings;
import org.seedbed.model.population.AdamSettings;
import org.seedbed.model.population.PopulationState;
import org.seedbed.model.population.ScheduleState.ReduceOnPlateau;
import org.seedbed.task.GeneratedExamples;
import org.seedbed.task.Task;

/** Times the training steps of a new population, without evaluations for a learning curve. */
final class TimedTraining<E> implements AutoCloseable {
  private static final int WARM_UP = 2;

  /** Java compiles the engine's kernels while they run. */
  private static final double WARM_UP_SECONDS = 4;

  private final TrainingPopulation<E> population;
  private final PopulationTrainer<E> trainer;

  private TimedTraining(
      TrainingPopulation<E> population, Task<E> task, Curriculum curriculum, int batch) {
    this.population = population;
    trainer =
        new PopulationTrainer<>(
            // No checks, except the final one on a single example.
            new TrainingSettings(
                batch, Integer.MAX_VALUE, 1, 200, AdamSettings.DEFAULTS, ReduceOnPlateau.NEVER),
            curriculum,
            new GeneratedExamples<>(task, 1),
            new HeldOut<>(task, 1));
    trainer.train(population, WARM_UP);
  }

  /**
   * Trains on PyTorch.
   *
   * @param model creates the model with a manager
   * @param width number of seeds, K
   */
  static <E> TimedTraining<E> onPyTorch(
      Function<NDManager, Model<E>> model,
      Task<E> task,
      Curriculum curriculum,
      int batch,
      int width) {
    try (var manager = Backend.newManager();
        var one = model.apply(manager)) {
      var state = PopulationState.initial(one.layout(), seeds(width));
      return new TimedTraining<>(
          PyTorchPopulation.open(model, state, AdamSettings.DEFAULTS, 1), task, curriculum, batch);
    }
  }

  /** Trains a family's model on the engine for tiny models, in one thread. */
  static <S extends Record, E> TimedTraining<E> onEngine(
      ModelFamily<S, E> family,
      S settings,
      Task<E> task,
      Curriculum curriculum,
      int batch,
      int width) {
    var state = PopulationState.initial(family.layout(settings, task), seeds(width));
    var training =
        new TimedTraining<>(
            new CompiledPopulation<>(
                () -> family.compiled(settings, task), state, AdamSettings.DEFAULTS, 1),
            task,
            curriculum,
            batch);
    double seconds = 0;
    while (seconds < WARM_UP_SECONDS) {
      seconds += training.seconds(1);
    }
    return training;
  }

  private static List<Long> seeds(int width) {
    return LongStream.range(0, width).boxed().toList();
  }

  /** Takes training steps and returns the seconds they took. */
  double seconds(int steps) {
    long started = System.nanoTime();
    trainer.train(population, population.step() + steps);
    return (System.nanoTime() - started) / 1e9;
  }

  @Override
  public void close() {
    population.close();
  }
}
