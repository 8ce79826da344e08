package org.seedbed.experiment;

import java.util.List;
import java.util.OptionalInt;
import org.seedbed.model.Curriculum;
import org.seedbed.task.Bounds;
import org.seedbed.task.Level;
import org.seedbed.task.LevelRange;
import org.seedbed.task.Task;

/**
 * The curriculum's levels, by length and then by M; see {@link LevelRange} and {@link Curriculum}.
 *
 * @param rule how training moves through the levels
 * @param draw with rules STEPS and ERROR, whether a level is drawn for a whole batch or for each
 *     example
 * @param firstLevel shortest length
 * @param lastLevel longest length
 * @param lengths in increasing order, to use only these; empty for every length from first to last
 * @param modulus M at every length; empty for the smallest that fits the last level, at least 8
 * @param widenings number of further levels at the last length, each with M one larger
 * @param stepsPerLevel with rule STEPS, number of steps after which the present level rises by one
 * @param promotion with rules ADAPTIVE and ERROR, share of the check examples that a seed must get
 *     right to move to its next level, in (0, 1]
 * @param evenWork whether shorter levels get larger batches, so that each level is as much work as
 *     the last
 * @param extraTimeSteps time steps added to those of the task's levels, or taken from them if below
 *     0, down to 1: a machine that does more in one step needs fewer
 */
public record CurriculumSettings(
    Curriculum.Rule rule,
    Curriculum.Draw draw,
    int firstLevel,
    int lastLevel,
    List<Integer> lengths,
    OptionalInt modulus,
    int widenings,
    int stepsPerLevel,
    double promotion,
    boolean evenWork,
    int extraTimeSteps) {
  /** Most extra time steps, added or taken. */
  public static final int MOST_EXTRA_TIME_STEPS = 10_000;

  public CurriculumSettings {
    lengths = List.copyOf(lengths);
    new LevelRange(firstLevel, lastLevel, lengths, modulus, widenings);
    Bounds.check("curriculum.stepsPerLevel", stepsPerLevel, 1, Integer.MAX_VALUE);
    Bounds.check(
        "curriculum.extraTimeSteps", extraTimeSteps, -MOST_EXTRA_TIME_STEPS, MOST_EXTRA_TIME_STEPS);
  }

  /** Returns these settings with another condition of promotion. */
  CurriculumSettings withPromotion(double other) {
    return with(other, extraTimeSteps);
  }

  /** Returns these settings with another number of extra time steps. */
  CurriculumSettings withExtraTimeSteps(int other) {
    return with(promotion, other);
  }

  private CurriculumSettings with(double otherPromotion, int otherExtraTimeSteps) {
    return new CurriculumSettings(
        rule,
        draw,
        firstLevel,
        lastLevel,
        lengths,
        modulus,
        widenings,
        stepsPerLevel,
        otherPromotion,
        evenWork,
        otherExtraTimeSteps);
  }

  /** Returns the curriculum for a task. */
  Curriculum of(Task<?> task) {
    if (lengths.isEmpty()) {
      checkLength("curriculum.firstLevel", firstLevel, task);
    } else {
      checkLength("curriculum.lengths", lengths.get(0), task);
    }
    var range = new LevelRange(firstLevel, lastLevel, lengths, modulus, widenings);
    var levels = range.of(task).stream().map(this::extended).toList();
    return new Curriculum(levels, rule, draw, stepsPerLevel, promotion, evenWork);
  }

  /**
   * Checks that a task has examples of a length.
   *
   * @param key of the experiment that gives the length
   * @throws IllegalArgumentException if the length is below the task's shortest
   */
  static void checkLength(String key, int length, Task<?> task) {
    int shortest = task.shortestLength();
    Bounds.check(
        length >= shortest,
        key,
        length,
        "%d or more for task '%s'".formatted(shortest, task.name()));
  }

  /**
   * Returns the level at which trained restarts are evaluated on examples of a length. It is the
   * last level of such a curriculum that ends at this length: M is what the length needs, widened
   * as in training.
   */
  Level levelAt(Task<?> task, int length) {
    var range = new LevelRange(length, length, List.of(), OptionalInt.empty(), widenings);
    var levels = range.of(task);
    return extended(levels.get(levels.size() - 1));
  }

  /** Returns a level with the extra time steps. */
  Level extended(Level level) {
    int timeSteps = Math.max(1, level.timeSteps() + extraTimeSteps);
    return new Level(level.length(), level.modulus(), timeSteps);
  }
}
