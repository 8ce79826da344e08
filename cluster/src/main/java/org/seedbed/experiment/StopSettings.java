package org.seedbed.experiment;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.seedbed.task.Bounds;

/**
 * When a search stops before its rungs end: whichever comes first.
 *
 * @param solved number of solved restarts; empty for no limit
 * @param confirmed number of restarts that solved the task again under more than half of their
 *     fresh data seeds; the best are tried after each rung. Empty for no limit
 * @param coreSeconds spent in training and scoring; empty for no limit
 */
public record StopSettings(OptionalInt solved, OptionalInt confirmed, OptionalDouble coreSeconds) {
  /** Goes on to the rungs' end. */
  public static final StopSettings NEVER =
      new StopSettings(OptionalInt.empty(), OptionalInt.empty(), OptionalDouble.empty());

  public StopSettings {
    solved.ifPresent(count -> Bounds.check("search.stop.solved", count, 1, Integer.MAX_VALUE));
    confirmed.ifPresent(
        count -> Bounds.check("search.stop.confirmed", count, 1, Integer.MAX_VALUE));
    coreSeconds.ifPresent(
        budget ->
            Bounds.check(
                budget > 0 && budget < 1e12, "search.stop.coreSeconds", budget, "above 0"));
  }

  /** Returns whether a search that has come so far stops. */
  public boolean reached(int solvedSoFar, double coreSecondsSoFar) {
    return (solved.isPresent() && solvedSoFar >= solved.getAsInt())
        || (coreSeconds.isPresent() && coreSecondsSoFar >= coreSeconds.getAsDouble());
  }

  /** Whether a search may stop for what it has solved or spent. */
  public boolean mayStop() {
    return solved.isPresent() || coreSeconds.isPresent();
  }
}
