package org.seedbed.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.population.Population;
import org.seedbed.model.population.PopulationAdam;
import org.seedbed.model.population.Recording;
import org.seedbed.task.ExampleSource;

/**
 * Trains a population: one batch, one forward and one backward pass a step for all of its seeds.
 *
 * @param <E> type of the examples
 */
public final class PopulationTrainer<E> {
  private final Model<E> model;
  private final TrainingSettings settings;
  private final Curriculum curriculum;
  private final long dataSeed;
  private final ExampleSource<E> source;
  private final HeldOut<E> heldOut;

  /**
   * @param dataSeed of the training stream that {@code source} yields
   * @param heldOut examples for the points of the learning curve
   */
  public PopulationTrainer(
      Model<E> model,
      TrainingSettings settings,
      Curriculum curriculum,
      long dataSeed,
      ExampleSource<E> source,
      HeldOut<E> heldOut) {
    this.model = model;
    this.settings = settings;
    this.curriculum = curriculum;
    this.dataSeed = dataSeed;
    this.source = source;
    this.heldOut = heldOut;
  }

  /**
   * Trains until {@code untilStep} steps are taken in all.
   *
   * @return one curve a lane, of the steps taken here
   */
  public List<LearningCurve> train(Population population, long untilStep) {
    var schedule = new BatchSchedule(curriculum, dataSeed, settings.batch());
    schedule.skipTo(population.step());
    var adam = new PopulationAdam(settings.adam(), dataSeed);
    var points = new ArrayList<List<LearningCurve.Point>>();
    for (int k = 0; k < population.width(); k++) {
      points.add(new ArrayList<>());
    }
    var sums = new LossSums(population);
    while (population.step() < untilStep) {
      sums.add(step(population, adam, schedule.next()));
      if (population.step() % settings.checkEvery() == 0 || population.step() == untilStep) {
        addPoints(population, sums.takeMeans(), points);
      }
    }
    return points.stream().map(LearningCurve::new).toList();
  }

  /** One step; the losses {@code [K]} belong to the population's manager. */
  private NDArray step(Population population, PopulationAdam adam, BatchSchedule.Draw draw) {
    var batch = source.examples(draw.level(), draw.first(), draw.count());
    NDArray losses;
    NDArray gradient;
    try (var recording = Recording.start(population.manager())) {
      var parameters = population.parameters(recording);
      var step = new TrainingStep(dataSeed, population.step());
      NDArray recorded = model.losses(parameters, draw.level(), batch, step);
      recording.backward(recorded);
      gradient = parameters.gradient();
      gradient.attach(population.manager());
      losses = recorded.stopGradient();
      losses.attach(population.manager());
    }
    adam.step(population, gradient, losses);
    return losses;
  }

  private void addPoints(
      Population population, double[] losses, List<List<LearningCurve.Point>> points) {
    var scores =
        heldOut.scores(model, population, "check", curriculum.last(), settings.checkExamples());
    for (int k = 0; k < population.width(); k++) {
      double exact = scores.get(k).exact() / (double) settings.checkExamples();
      points.get(k).add(new LearningCurve.Point(population.step(), losses[k], exact));
    }
  }

  /** Running sums of losses, kept in native memory so that no step waits for them. */
  private static final class LossSums {
    private final Population population;
    private final List<NDArray> losses = new ArrayList<>();

    LossSums(Population population) {
      this.population = population;
    }

    void add(NDArray stepLosses) {
      losses.add(stepLosses);
    }

    double[] takeMeans() {
      double[] means = new double[population.width()];
      for (var stepLosses : losses) {
        try (stepLosses;
            NDArray single = stepLosses.toType(DataType.FLOAT32, true)) {
          float[] values = single.toFloatArray();
          for (int k = 0; k < means.length; k++) {
            means[k] += values[k] / losses.size();
          }
        }
      }
      losses.clear();
      return means;
    }
  }
}
