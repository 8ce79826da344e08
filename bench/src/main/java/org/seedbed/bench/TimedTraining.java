package org.seedbed.bench;

import ai.djl.ndarray.NDManager;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.seedbed.model.Backend;
import org.seedbed.model.Curriculum;
import org.seedbed.model.HeldOut;
import org.seedbed.model.Model;
import org.seedbed.model.PopulationTrainer;
import org.seedbed.model.PyTorchPopulation;
import org.seedbed.model.TrainingSettings;
import org.seedbed.model.population.AdamSettings;
import org.seedbed.model.population.Population;
import org.seedbed.model.population.ScheduleState.ReduceOnPlateau;
import org.seedbed.task.GeneratedExamples;
import org.seedbed.task.Task;

/** Times the training steps of a new population, without evaluations for a learning curve. */
final class TimedTraining<E> implements AutoCloseable {
  private static final int WARM_UP = 2;

  private final NDManager manager = Backend.newManager();
  private final Model<E> model;
  private final Population owned;
  private final PyTorchPopulation<E> population;
  private final PopulationTrainer<E> trainer;

  /**
   * @param model creates the model with a manager
   * @param width number of seeds, K
   */
  TimedTraining(
      Function<NDManager, Model<E>> model,
      Task<E> task,
      Curriculum curriculum,
      int batch,
      int width) {
    this.model = model.apply(manager);
    var layout = this.model.layout();
    var seeds = LongStream.range(0, width).boxed().toList();
    owned = Population.initial(manager, layout, seeds);
    population = new PyTorchPopulation<>(this.model, owned, AdamSettings.DEFAULTS, 1);
    trainer =
        new PopulationTrainer<>(
            // No checks, except the final one on a single example.
            new TrainingSettings(
                batch, Integer.MAX_VALUE, 1, AdamSettings.DEFAULTS, ReduceOnPlateau.NEVER),
            curriculum,
            new GeneratedExamples<>(task, 1),
            new HeldOut<>(task, 1));
    trainer.train(population, WARM_UP);
  }

  /** Returns the manager that owns the population's tensors. */
  NDManager manager() {
    return manager;
  }

  /** Takes training steps and returns the seconds they took. */
  double seconds(int steps) {
    long started = System.nanoTime();
    trainer.train(population, population.step() + steps);
    return (System.nanoTime() - started) / 1e9;
  }

  @Override
  public void close() {
    owned.close();
    model.close();
    manager.close();
  }
}
