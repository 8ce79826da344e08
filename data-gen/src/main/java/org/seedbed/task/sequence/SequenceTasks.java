package org.seedbed.task.sequence;

import java.util.List;
import org.seedbed.task.sequence.Arithmetic.Operation;

/** The tasks of the Neural GPU. */
public final class SequenceTasks {
  private static final Arithmetic BADD = new Arithmetic("badd", 2, Operation.ADDITION);

  public static final List<SequenceTask> ALL =
      List.of(
          ListTask.copy(),
          ListTask.reverse(),
          ListTask.sort(),
          ListTask.duplicate(),
          BADD,
          new Arithmetic("qadd", 4, Operation.ADDITION),
          new Arithmetic("add", 10, Operation.ADDITION),
          new Arithmetic("bmul", 2, Operation.MULTIPLICATION),
          new Arithmetic("qmul", 4, Operation.MULTIPLICATION),
          new Arithmetic("mul", 10, Operation.MULTIPLICATION),
          new CarryChains(BADD));

  private SequenceTasks() {}
}
