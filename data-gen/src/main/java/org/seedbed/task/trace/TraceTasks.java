package org.seedbed.task.trace;

import java.util.List;
import org.seedbed.task.TaskCatalogue;
import org.seedbed.task.TaskProvider;
import org.seedbed.task.trace.Addition.Draw;

/** The tasks of the Neural Programmer-Interpreter, which are learnt from traces of programs. */
public final class TraceTasks implements TaskProvider {
  public static final List<TraceTask<?>> ALL =
      List.of(
          Addition.decimal(Draw.ANY, false),
          Addition.decimal(Draw.ANY, true),
          Addition.decimal(Draw.EQUAL, false),
          Addition.decimal(Draw.EQUAL, true),
          Addition.decimal(Draw.HARD, false),
          Addition.decimal(Draw.HARD, true),
          Addition.ofRadix(2),
          Addition.ofRadix(4),
          Addition.ofRadix(16),
          new Multiplication(),
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
