package org.seedbed.task.terpret;

import java.util.List;
import java.util.stream.Stream;
import org.seedbed.task.Task;
import org.seedbed.task.TaskProvider;

/** Tasks of Turing machines and of Boolean circuits, easiest first. */
public final class MachineTasks implements TaskProvider {
  public static final List<TapeTask> TAPES =
      List.of(TapeTask.invert(), TapeTask.prepend(), TapeTask.decrement());

  public static final List<CircuitTask> CIRCUITS =
      List.of(CircuitTask.controlledSwap(), CircuitTask.fullAdder(), CircuitTask.twoBitAdder());

  @Override
  public List<? extends Task<?>> tasks() {
    return Stream.<Task<?>>concat(TAPES.stream(), CIRCUITS.stream()).toList();
  }
}
