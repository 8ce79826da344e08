package org.seedbed.model;

import java.util.List;
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
   * @param step number of steps taken
   * @param loss mean over the held-out check examples, at the last level
   * @param exact share of the held-out check examples that are exactly right, 0 … 1
   * @param stage curriculum stage of the seed, from 0
   */
  public record Point(long step, double loss, double exact, int stage) {}

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
