package org.seedbed.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Learning curve of one seed.
 *
 * @param points in order of steps
 */
public record LearningCurve(List<Point> points) {
  public LearningCurve {
    points = List.copyOf(points);
  }

  /**
   * A point.
   *
   * @param step number of steps taken
   * @param loss mean over the held-out check examples, at the last level
   * @param exact share of the held-out check examples that are exactly right, 0 … 1
   * @param stage curriculum stage of the seed, from 0
   * @param diagnosis what else was seen; empty where checks score no further lengths
   */
  public record Point(
      long step, double loss, double exact, int stage, Optional<Diagnosis> diagnosis) {
    public Point {
      // Earlier versions had none.
      diagnosis = diagnosis == null ? Optional.empty() : diagnosis;
    }

    /** A point without a diagnosis. */
    public Point(long step, double loss, double exact, int stage) {
      this(step, loss, exact, stage, Optional.empty());
    }
  }

  /**
   * What explains a point.
   *
   * @param learningRate at the check
   * @param trainingLoss mean of the last window of training steps; empty before the first
   * @param costBound bound of the weight of the model's cost, see {@link
   *     org.seedbed.model.population.ScheduleState.TrainingWindows}; empty for none
   * @param saturation on the last level's check examples; empty for models without such a cost
   * @param error share of wrong outputs at the last level, 0 … 1
   * @param beyond scores at further lengths
   */
  public record Diagnosis(
      double learningRate,
      Optional<Float> trainingLoss,
      Optional<Float> costBound,
      Optional<Saturation> saturation,
      double error,
      List<AtLength> beyond) {
    public Diagnosis {
      // Earlier versions had none.
      saturation = saturation == null ? Optional.empty() : saturation;
      beyond = List.copyOf(beyond);
    }
  }

  /**
   * A score at a further length.
   *
   * @param length of the level
   * @param exact share of the check's examples that are exactly right, 0 … 1
   * @param error share of wrong outputs, 0 … 1
   */
  public record AtLength(int length, double exact, double error) {}

  /**
   * Returns the work of a seed's first steps, in training steps on the last level, see {@link
   * Curriculum#work}. The curve must begin at step 0.
   *
   * @param steps that the seed took
   * @param batch examples of the last level per step
   */
  public double work(Curriculum curriculum, long dataSeed, long steps, int batch) {
    double work = 0;
    long step = 0;
    for (var point : points) {
      // Stages change at checks alone.
      for (; step < Math.min(point.step(), steps); step++) {
        work += curriculum.work(point.stage(), dataSeed, step, batch);
      }
    }
    return work;
  }

  /** Returns the first step at which every check example was right. */
  public OptionalLong stepsToSolve() {
    return points.stream().filter(p -> p.exact() == 1).mapToLong(Point::step).findFirst();
  }
}
