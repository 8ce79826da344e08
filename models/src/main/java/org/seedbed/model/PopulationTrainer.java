package org.seedbed.model;

import ai.djl.ndarray.NDArray;
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
    while (population.step() < untilStep) {
      step(population, adam, schedule.next());
      if (population.step() % settings.checkEvery() == 0 || population.step() == untilStep) {
        addPoints(population, points);
      }
    }
    return points.stream().map(LearningCurve::new).toList();
  }

  private void step(Population population, PopulationAdam adam, BatchSchedule.Draw draw) {
    var batch = source.examples(draw.level(), draw.first(), draw.count());
    try (var recording = Recording.start(population.manager())) {
      var parameters = population.parameters(recording);
      var step = new TrainingStep(dataSeed, population.step());
      NDArray losses = model.losses(parameters, draw.level(), batch, step);
      recording.backward(losses);
      try (NDArray values = losses.stopGradient()) {
        adam.step(population, parameters.gradient(), values);
      }
    }
  }

  private void addPoints(Population population, List<List<LearningCurve.Point>> points) {
    var scores =
        heldOut.scores(model, population, "check", curriculum.last(), settings.checkExamples());
    for (int k = 0; k < population.width(); k++) {
      double exact = scores.get(k).exact() / (double) settings.checkExamples();
      points.get(k).add(new LearningCurve.Point(population.step(), scores.get(k).loss(), exact));
    }
  }
}
