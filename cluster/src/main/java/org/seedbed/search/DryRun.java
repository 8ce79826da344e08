package org.seedbed.search;

import java.util.List;
import java.util.stream.LongStream;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.model.Curriculum;
import org.seedbed.model.HeldOut;
import org.seedbed.model.PopulationTrainer;
import org.seedbed.model.TrainingPopulation;
import org.seedbed.model.TrainingSettings;
import org.seedbed.model.population.PopulationState;
import org.seedbed.task.GeneratedExamples;

/**
 * Trains a population for a moment on the last level, which takes the most memory and time, and
 * throws it away. Runs on the driver, and assumes that executors have the same hardware.
 *
 * @param <E> type of the examples
 */
final class DryRun<E> {
  private final ExperimentModel<E> experiment;
  private final int width;

  DryRun(ExperimentModel<E> experiment, int width) {
    this.experiment = experiment;
    this.width = width;
  }

  /** Returns the speed of some steps after others that are not counted. */
  double seedStepsPerSecond(int warmUpSteps, int steps) {
    return measured(
        (trainer, population) -> {
          trainer.train(population, warmUpSteps);
          long started = System.nanoTime();
          trainer.train(population, warmUpSteps + steps);
          return width * steps / seconds(started);
        });
  }

  /** Returns the speed in the second half of some seconds. */
  double seedStepsPerSecond(double seconds) {
    return measured(
        (trainer, population) -> {
          long started = System.nanoTime();
          while (seconds(started) < seconds / 2) {
            trainer.train(population, population.step() + 1);
          }
          long counted = System.nanoTime();
          long before = population.step();
          do {
            trainer.train(population, population.step() + 1);
          } while (seconds(counted) < seconds / 2);
          return width * (population.step() - before) / seconds(counted);
        });
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  private interface Measurement<E> {
    double of(PopulationTrainer<E> trainer, TrainingPopulation<E> population);
  }

  private double measured(Measurement<E> measurement) {
    var settings = experiment.experiment();
    experiment.startBackend();
    var seeds = LongStream.range(0, width).boxed().toList();
    var state = PopulationState.initial(experiment.layout(), seeds);
    var curriculum = Curriculum.bySteps(List.of(experiment.curriculum().last()), 1);
    var training =
        new TrainingSettings(
            settings.training().batch(),
            Integer.MAX_VALUE,
            1,
            settings.training().windowSteps(),
            settings.training().adam(),
            settings.training().reduceOnPlateau());
    var trainer =
        new PopulationTrainer<>(
            training,
            curriculum,
            new GeneratedExamples<>(experiment.task(), 0),
            new HeldOut<>(experiment.task(), 0));
    try (var population = experiment.population(state, 0)) {
      return measurement.of(trainer, population);
    }
  }
}
