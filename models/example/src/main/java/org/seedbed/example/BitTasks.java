package org.seedbed.example;

import java.util.List;
import org.seedbed.task.Task;
import org.seedbed.task.TaskProvider;

/** Provides the tasks of this jar. */
public final class BitTasks implements TaskProvider {
  private static final AnyBit ANY_BIT = new AnyBit();

  @Override
  public List<? extends Task<?>> tasks() {
    return List.of(ANY_BIT);
  }
}
