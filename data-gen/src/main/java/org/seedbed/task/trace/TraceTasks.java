package org.seedbed.task.trace;

import java.util.List;
import org.seedbed.task.TaskCatalogue;
import org.seedbed.task.TaskProvider;

/** Tasks that are learnt from traces of programs: those of the Neural Programmer-Interpreter. */
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
   * The task of that name, such as {@code quicksort}.
   *
   * @throws org.seedbed.task.UnknownNameException when there is none
   */
  public static TraceTask<?> task(String name) {
    return TaskCatalogue.among(ALL, name);
  }
}
