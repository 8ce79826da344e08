package org.seedbed.task.memory;

import java.util.List;

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
}
