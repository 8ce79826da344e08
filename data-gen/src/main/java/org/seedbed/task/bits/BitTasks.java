package org.seedbed.task.bits;

import java.util.List;
import org.seedbed.task.TaskCatalogue;
import org.seedbed.task.TaskProvider;

/** The tasks of the Neural Turing Machine, but for the n-grams. */
public final class BitTasks implements TaskProvider {
  public static final List<BitTask> ALL =
      List.of(
          BitTask.copy(),
          BitTask.repeatCopy(),
          BitTask.associativeRecall(),
          BitTask.prioritySort());

  @Override
  public List<BitTask> tasks() {
    return ALL;
  }

  /**
   * Returns the task of that name, such as {@code copy}.
   *
   * @throws org.seedbed.task.UnknownNameException if there is none
   */
  public static BitTask task(String name) {
    return TaskCatalogue.among(ALL, name);
  }
}
