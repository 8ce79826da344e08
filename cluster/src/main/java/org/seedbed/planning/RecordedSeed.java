package org.seedbed.planning;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.seedbed.model.LearningCurve;

/**
 * A seed whose training was followed to its end: it solved the task, or trained to the last step.
 *
 * @param scores points of its learning curve, by step
 * @param solvedAt step of the first check at which it had solved the task; empty if it did not
 * @param weight number of seeds that it stands for, above 0
 */
public record RecordedSeed(
    Map<Long, LearningCurve.Point> scores, OptionalLong solvedAt, double weight) {
  public RecordedSeed {
    scores = Map.copyOf(scores);
  }

  /** Returns a seed with this learning curve. */
  public static RecordedSeed of(
      List<LearningCurve.Point> curve, OptionalLong solvedAt, double weight) {
    var scores = new HashMap<Long, LearningCurve.Point>();
    curve.forEach(point -> scores.put(point.step(), point));
    return new RecordedSeed(scores, solvedAt, weight);
  }

  boolean solvesBy(long step) {
    return solvedAt.isPresent() && solvedAt.getAsLong() <= step;
  }

  /** Returns the steps that it takes up to {@code step}, since a solved seed is parked. */
  long stepsUntil(long step) {
    return solvesBy(step) ? solvedAt.getAsLong() : step;
  }
}
