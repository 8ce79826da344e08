package org.seedbed.model;

import java.util.HashMap;
import java.util.Map;
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
   * @param batch examples a step, 1 or more
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

  /** The draw of the next step. */
  public Draw next() {
    var level = curriculum.draw(dataSeed, step++);
    long first = taken.merge(level, (long) batch, Long::sum) - batch;
    return new Draw(level, first, batch);
  }

  /** Goes on to {@code target}, without examples. */
  public void skipTo(long target) {
    while (step < target) {
      next();
    }
  }
}
