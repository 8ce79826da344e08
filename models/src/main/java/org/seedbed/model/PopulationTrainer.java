package org.seedbed.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.seedbed.model.Model.BatchScore;
import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.population.ScheduleState;
import org.seedbed.task.ExampleSource;
import org.seedbed.task.Level;

/**
 * Trains a population. Each step takes one batch per level, which all seeds share.
 *
 * @param <E> type of the examples
 */
public final class PopulationTrainer<E> {
  private final TrainingSettings settings;
  private final Curriculum curriculum;
  private final long dataSeed;
  private final ExampleSource<E> source;
  private final HeldOut<E> heldOut;
  private final StepObserver observer;

  /**
   * @param heldOut examples for the points of the learning curve; its data seed is that of the
   *     training stream of {@code source}
   */
  public PopulationTrainer(
      TrainingSettings settings,
      Curriculum curriculum,
      ExampleSource<E> source,
      HeldOut<E> heldOut) {
    this(settings, curriculum, source, heldOut, StepObserver.NONE);
  }

  /**
   * @param heldOut examples for the points of the learning curve; its data seed is that of the
   *     training stream of {@code source}
   * @param observer callback for every step
   */
  public PopulationTrainer(
      TrainingSettings settings,
      Curriculum curriculum,
      ExampleSource<E> source,
      HeldOut<E> heldOut,
      StepObserver observer) {
    this.observer = observer;
    this.settings = settings;
    this.curriculum = curriculum;
    this.dataSeed = heldOut.dataSeed();
    this.source = source;
    this.heldOut = heldOut;
  }

  /**
   * Trains until {@code untilStep} steps have been taken in total.
   *
   * @return one learning curve per member, covering the steps of this call
   */
  public List<LearningCurve> train(TrainingPopulation<E> population, long untilStep) {
    var schedule = new BatchSchedule(curriculum, dataSeed, settings.batch());
    schedule.skipTo(population.step());
    var points = new ArrayList<List<LearningCurve.Point>>();
    for (int k = 0; k < population.width(); k++) {
      points.add(new ArrayList<>());
    }
    while (population.step() < untilStep) {
      step(population, schedule.next(population.schedules()));
      // Schedule states change only at these steps, so they do not depend on untilStep.
      boolean due = population.step() % settings.checkEvery() == 0;
      if (due || population.step() == untilStep) {
        check(population, points, due);
      }
    }
    return points.stream().map(LearningCurve::new).toList();
  }

  private void step(TrainingPopulation<E> population, List<BatchSchedule.Draw> draws) {
    observer.stepStarts();
    var batches =
        draws.stream()
            .map(
                draw ->
                    new LevelBatch<>(
                        draw.level(), source.examples(draw.level(), draw.first(), draw.count())))
            .toList();
    observer.batchReady();
    var shares =
        population.schedules().stream()
            .map(schedule -> curriculum.shares(schedule, draws.size()))
            .toList();
    population.train(batches, new TrainingStep(dataSeed, population.step(), shares));
    observer.stepTaken(population.width());
  }

  private void check(
      TrainingPopulation<E> population,
      List<List<LearningCurve.Point>> points,
      boolean updatesSchedule) {
    var scores = new HashMap<Level, List<BatchScore>>();
    var last = scores(population, curriculum.last(), scores);
    var schedules = new ArrayList<ScheduleState>();
    for (int k = 0; k < population.width(); k++) {
      var schedule = population.schedules().get(k);
      points
          .get(k)
          .add(
              new LearningCurve.Point(
                  population.step(), last.get(k).loss(), exact(last.get(k)), schedule.stage()));
      if (updatesSchedule) {
        var own = scores(population, curriculum.checked(schedule), scores).get(k);
        schedules.add(
            curriculum.updated(schedule, exact(own), own.loss(), settings.reduceOnPlateau()));
      }
    }
    if (updatesSchedule) {
      population.update(schedules);
    }
  }

  private double exact(BatchScore score) {
    return score.exact() / (double) settings.checkExamples();
  }

  private List<BatchScore> scores(
      TrainingPopulation<E> population, Level level, Map<Level, List<BatchScore>> known) {
    return known.computeIfAbsent(
        level, l -> heldOut.scores(population, "check", l, settings.checkExamples()));
  }
}
