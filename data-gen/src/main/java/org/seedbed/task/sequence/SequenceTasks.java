package org.seedbed.task.sequence;

import java.util.List;
import org.seedbed.task.TaskCatalogue;
import org.seedbed.task.TaskProvider;
import org.seedbed.task.sequence.Arithmetic.LeadingZeros;
import org.seedbed.task.sequence.Arithmetic.Operation;

/** The sequence-to-sequence tasks of the Neural GPU papers, and those of stacks' papers. */
public final class SequenceTasks implements TaskProvider {
  private static final Arithmetic BADD = new Arithmetic("badd", 2, Operation.ADDITION);

  public static final List<SequenceTask> ALL =
      List.of(
          ListTask.copy(),
          ListTask.reverse(),
          ListTask.sort(),
          ListTask.duplicate(),
          ListTask.bigramFlip(),
          BADD,
          new Arithmetic("badd-padded", 2, Operation.ADDITION, LeadingZeros.PADDING),
          new Arithmetic("qadd", 4, Operation.ADDITION),
          new Arithmetic("add", 10, Operation.ADDITION),
          new Arithmetic("bmul", 2, Operation.MULTIPLICATION),
          new Arithmetic("qmul", 4, Operation.MULTIPLICATION),
          new Arithmetic("mul", 10, Operation.MULTIPLICATION),
          new CarryChains(BADD),
          new UnalignedAddition(),
          ListTask.copyOfMany(),
          ListTask.reverseOfMany(),
          ListTask.bigramFlipOfMany());

  @Override
  public List<SequenceTask> tasks() {
    return ALL;
  }

  /**
   * Returns the task of that name, such as {@code copy}.
   *
   * @throws org.seedbed.task.UnknownNameException if there is none
   */
  public static SequenceTask task(String name) {
    return TaskCatalogue.among(ALL, name);
  }
}
