package org.seedbed.task;

import java.util.List;

/**
 * A group of tasks, found by {@link java.util.ServiceLoader}: a jar on the class path that names an
 * implementation in {@code META-INF/services/org.seedbed.task.TaskProvider} adds its tasks to the
 * {@link TaskCatalogue}.
 */
public interface TaskProvider {
  /** The tasks, in the order of the documentation. */
  List<? extends Task<?>> tasks();
}
