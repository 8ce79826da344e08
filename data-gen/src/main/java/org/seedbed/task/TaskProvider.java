package org.seedbed.task;

import java.util.List;

/**
 * A group of tasks, found by {@link java.util.ServiceLoader}: a jar on the class path that names an
 * implementation in {@code META-INF/services/org.seedbed.task.TaskProvider} adds its tasks to the
 * {@link TaskCatalogue}.
 */
public interface TaskProvider {
  /** Returns the tasks, in documentation order. */
  List<? extends Task<?>> tasks();
}
