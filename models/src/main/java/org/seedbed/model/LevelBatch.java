package org.seedbed.model;

import java.util.List;
import org.seedbed.task.Level;

/**
 * A batch of examples of one level.
 *
 * @param <E> type of the examples
 * @param level level of all examples
 * @param examples one or more
 */
public record LevelBatch<E>(Level level, List<E> examples) {
  public LevelBatch {
    examples = List.copyOf(examples);
    if (examples.isEmpty()) {
      throw new IllegalArgumentException("a batch of " + level + " has no examples");
    }
  }
}
