package org.seedbed.experiment;

import java.util.List;
import java.util.OptionalInt;
import org.seedbed.model.Curriculum;
import org.seedbed.task.Level;
import org.seedbed.task.LevelRange;
import org.seedbed.task.Task;

/**
 * Levels by length, then by M; see {@link LevelRange} and {@link Curriculum}.
 *
 * @param rule how training goes through them
 * @param firstLevel shortest length
 * @param lastLevel longest length
 * @param lengths rising, to have just these; empty for each from first to last
 * @param modulus M at every length; empty for the smallest that fits the last level, 8 at least
 * @param widenings further levels at the last length, each with M one larger
 * @param stepsPerLevel with rule STEPS, steps after which the present level rises by one
 * @param promotion with rule ADAPTIVE, share of a check that a seed must get right to go on to its
 *     next level, in (0, 1]
 * @param evenWork whether shorter levels get larger batches, for as much work as the last
 * @param extraTimeSteps time steps beyond those of the task's levels, 0 or more
 */
public record CurriculumSettings(
    Curriculum.Rule rule,
    int firstLevel,
    int lastLevel,
    List<Integer> lengths,
    OptionalInt modulus,
    int widenings,
    int stepsPerLevel,
    double promotion,
    boolean evenWork,
    int extraTimeSteps) {
  public CurriculumSettings {
    lengths = List.copyOf(lengths);
    new LevelRange(firstLevel, lastLevel, lengths, modulus, widenings);
    Checks.atLeastOne("curriculum.stepsPerLevel", stepsPerLevel);
    if (extraTimeSteps < 0) {
      throw new IllegalArgumentException(
          "curriculum.extraTimeSteps is " + extraTimeSteps + ", must be 0 or more");
    }
  }

  /** The curriculum for a task. */
  Curriculum of(Task<?> task) {
    var range = new LevelRange(firstLevel, lastLevel, lengths, modulus, widenings);
    var levels = range.of(task).stream().map(this::extended).toList();
    return new Curriculum(levels, rule, stepsPerLevel, promotion, evenWork);
  }

  /**
   * The level at which trained restarts are evaluated on examples of a length: the last one of a
   * curriculum like this that ends there, with as much memory as that length needs, widened as in
   * training.
   */
  Level levelAt(Task<?> task, int length) {
    var range = new LevelRange(length, length, List.of(), OptionalInt.empty(), widenings);
    var levels = range.of(task);
    return extended(levels.get(levels.size() - 1));
  }

  /** The level with its extra time steps. */
  private Level extended(Level level) {
    return new Level(level.length(), level.modulus(), level.timeSteps() + extraTimeSteps);
  }
}
