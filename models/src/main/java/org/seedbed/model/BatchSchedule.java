package org.seedbed.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.seedbed.model.population.ScheduleState;
import org.seedbed.task.Level;

/**
 * Which examples each training step takes: every level's examples in order, none twice. Walks
 * forward from step 0, so that a resumed training takes up where it stopped. Not shared.
 */
public final class BatchSchedule {
  private final Curriculum curriculum;
  private final long dataSeed;
  private final int batch;
  private final Map<Level, Long> taken = new HashMap<>();
  private long step;

  /**
   * @param batch examples of the last level a step, 1 or more
   */
  public BatchSchedule(Curriculum curriculum, long dataSeed, int batch) {
    this.curriculum = curriculum;
    this.dataSeed = dataSeed;
    this.batch = batch;
  }

  /**
   * Examples {@code first … first + count − 1} of a level.
   *
   * @param level that the step draws
   * @param first index of its first example
   * @param count number of examples
   */
  public record Draw(Level level, long first, int count) {}

  /** The draws of the next step, one a level. */
  public List<Draw> next(List<ScheduleState> schedules) {
    var draws = curriculum.draw(dataSeed, step, schedules).stream().map(this::draw).toList();
    step++;
    return draws;
  }

  /** Where levels rise by seed, a level's examples go by the step: no seed's may hang on others. */
  private Draw draw(Level level) {
    int count = curriculum.batchOf(level, batch);
    long first =
        curriculum.rule() == Curriculum.Rule.STEPS
            ? taken.merge(level, (long) count, Long::sum) - count
            : step * count;
    return new Draw(level, first, count);
  }

  /** Goes on to {@code target}, without examples. */
  public void skipTo(long target) {
    if (curriculum.rule() != Curriculum.Rule.STEPS) {
      step = target;
    }
    while (step < target) {
      next(List.of(ScheduleState.START));
    }
  }
}
