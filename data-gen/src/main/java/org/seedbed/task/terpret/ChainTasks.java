package org.seedbed.task.terpret;

import java.util.List;
import java.util.stream.Stream;
import org.seedbed.task.TaskCatalogue;
import org.seedbed.task.TaskProvider;

/** Chains of several lengths, easiest first. */
public final class ChainTasks implements TaskProvider {
  public static final List<Chain> ALL = Stream.of(4, 6, 8, 12, 16, 24, 32).map(Chain::new).toList();

  @Override
  public List<Chain> tasks() {
    return ALL;
  }

  /**
   * Returns the task of that name, such as {@code chain-8}.
   *
   * @throws org.seedbed.task.UnknownNameException if there is none
   */
  public static Chain task(String name) {
    return TaskCatalogue.among(ALL, name);
  }
}
