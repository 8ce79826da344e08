package org.seedbed.task.trace;

import java.util.List;

/** The tasks of the Neural Programmer-Interpreter. */
public final class TraceTasks {
  public static final List<TraceTask<?>> ALL =
      List.of(
          new Addition(false),
          new Addition(true),
          new BubbleSort(false),
          new BubbleSort(true),
          new Quicksort(false),
          new Quicksort(true),
          new TopologicalSort(false),
          new TopologicalSort(true));

  private TraceTasks() {}
}
