package org.seedbed.task.trace;

import java.util.List;
import org.seedbed.task.TaskCatalogue;
import org.seedbed.task.TaskProvider;

/** The tasks of the Neural Programmer-Interpreter, which are learnt from traces of programs. */
public final class TraceTasks implements TaskProvider {
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

  @Override
  public List<TraceTask<?>> tasks() {
    return ALL;
  }

  /**
   * Returns the task of that name, such as {@code quicksort}.
   *
   * @throws org.seedbed.task.UnknownNameException if there is none
   */
  public static TraceTask<?> task(String name) {
    return TaskCatalogue.among(ALL, name);
  }
}
