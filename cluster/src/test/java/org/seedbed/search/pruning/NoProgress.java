package org.seedbed.search.pruning;

import java.util.List;
import org.seedbed.model.LearningCurve.Point;
import org.seedbed.search.pruning.Rung.Candidate;

/**
 * A rule with a setting that looks at history: drops restarts whose loss has not fallen in their
 * last checks, but never the best. It shows that a rule is one file, one registration and one test.
 *
 * @param checks that the loss may stay above its lowest value, 1 or more
 */
public record NoProgress(int checks) implements PruningRule {
  public NoProgress {
    if (checks < 1) {
      throw new IllegalArgumentException("checks is " + checks + ", must be 1 or more");
    }
  }

  /** Three checks. */
  public NoProgress() {
    this(3);
  }

  @Override
  public String name() {
    return "no-progress";
  }

  @Override
  public List<Long> survivors(Rung rung) {
    var best = rung.candidates().stream().min(Candidate::bestFirst);
    return rung.candidates().stream()
        .filter(candidate -> candidate.equals(best.orElseThrow()) || progresses(candidate))
        .map(Candidate::seed)
        .toList();
  }

  private boolean progresses(Candidate candidate) {
    var history = candidate.history();
    if (history.size() <= checks) {
      return true;
    }
    int split = history.size() - checks;
    return lowest(history.subList(split, history.size())) < lowest(history.subList(0, split));
  }

  private static double lowest(List<Point> points) {
    return points.stream().mapToDouble(Point::loss).min().orElseThrow();
  }
}
