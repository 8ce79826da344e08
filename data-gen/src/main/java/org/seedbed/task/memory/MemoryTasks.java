package org.seedbed.task.memory;

import java.util.List;
import org.seedbed.task.TaskCatalogue;
import org.seedbed.task.TaskProvider;

/**
 * The ten memory tasks, easiest first, as in the table of the Neural RAM paper. Access and swap
 * come in a second form, in which the input points by index, and the tree in one whose paths are
 * longer.
 */
public final class MemoryTasks implements TaskProvider {
  public static final List<MemoryTask> ALL =
      List.of(
          Access.byAddress(),
          Access.byIndex(),
          new Increment(),
          new Copy(),
          new Reverse(),
          Swap.byAddress(),
          Swap.byIndex(),
          new Permutation(),
          new ListK(),
          new ListSearch(),
          new Merge(),
          WalkBst.falling(),
          WalkBst.belowRoot());

  @Override
  public List<MemoryTask> tasks() {
    return ALL;
  }

  /**
   * Returns the task of that name, such as {@code copy}.
   *
   * @throws org.seedbed.task.UnknownNameException if there is none
   */
  public static MemoryTask task(String name) {
    return TaskCatalogue.among(ALL, name);
  }
}
