package org.seedbed.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.seedbed.model.population.ScheduleState;
import org.seedbed.task.Level;

/**
 * Schedule of the examples that each training step takes. Each level's examples are taken in order,
 * none twice. The schedule advances from step 0, so a resumed training continues where it stopped.
 * Not thread-safe.
 */
public final class BatchSchedule {
  private final Curriculum curriculum;
  private final long dataSeed;
  private final int batch;
  private final Map<Level, Long> taken = new HashMap<>();
  private long step;

  /**
   * @param batch examples of the last level per step, 1 or more
   */
  public BatchSchedule(Curriculum curriculum, long dataSeed, int batch) {
    this.curriculum = curriculum;
    this.dataSeed = dataSeed;
    this.batch = batch;
  }

  /**
   * Examples {@code first … first + count − 1} of a level.
   *
   * @param level level to draw from
   * @param first index of its first example
   * @param count number of examples
   */
  public record Draw(Level level, long first, int count) {}

  /** Returns the draws of the next step, one per level, and advances. */
  public List<Draw> next(List<ScheduleState> schedules) {
    var draws = curriculum.draw(dataSeed, step, schedules).stream().map(this::draw).toList();
    step++;
    return draws;
  }

  /**
   * With per-seed stages, examples are indexed by step, so one seed's examples never depend on
   * another seed.
   */
  private Draw draw(Level level) {
    int count = curriculum.batchOf(level, batch);
    long first =
        curriculum.rule() == Curriculum.Rule.STEPS
            ? taken.merge(level, (long) count, Long::sum) - count
            : step * count;
    return new Draw(level, first, count);
  }

  /** Advances to step {@code target} without returning draws. */
  public void skipTo(long target) {
    if (curriculum.rule() != Curriculum.Rule.STEPS) {
      step = target;
    }
    while (step < target) {
      next(List.of(ScheduleState.START));
    }
  }
}
