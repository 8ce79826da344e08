package org.seedbed.task.memory;

import java.util.List;
import org.seedbed.task.TaskCatalogue;

/** The ten memory tasks, easiest first as in the paper's table. */
public final class MemoryTasks {
  public static final List<MemoryTask> ALL =
      List.of(
          new Access(),
          new Increment(),
          new Copy(),
          new Reverse(),
          new Swap(),
          new Permutation(),
          new ListK(),
          new ListSearch(),
          new Merge(),
          new WalkBst());

  private MemoryTasks() {}

  /**
   * The task of that name, without the model's.
   *
   * @throws org.seedbed.task.TaskCatalogue.UnknownNameException when there is none
   */
  public static MemoryTask task(String name) {
    return TaskCatalogue.find("task", ALL, "nram/" + name);
  }
}
