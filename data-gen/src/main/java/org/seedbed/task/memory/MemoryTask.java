package org.seedbed.task.memory;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.seedbed.task.DescribedTask;
import org.seedbed.task.ExampleKey;
import org.seedbed.task.Level;
import org.seedbed.task.LevelDoesNotFitException;
import org.seedbed.task.LevelRange;
import org.seedbed.task.StoredExample;

/**
 * A task on a random access memory. Each names the input layout, and an oracle: a program over
 * integers that works out the output from the input memory alone.
 */
public abstract class MemoryTask extends DescribedTask<MemoryExample> {
  private static final int SMALLEST_MODULUS = 8;

  MemoryTask(String name, int trainingLength, String description) {
    super(
        "memory", "nram", name, MemoryExample.class, new Description(trainingLength, description));
  }

  /** Memory cells that the longest example of this length takes. */
  abstract int cells(int length);

  /** Time steps that suffice for a program over the fourteen modules, with one to spare. */
  abstract int timeSteps(int length);

  /** Lays out an example of {@code length} elements at most. */
  abstract void layOut(MemoryLayout memory, int length);

  /** The oracle: reads {@code input}, names the output cells and their content. */
  abstract void solve(int[] input, ExpectedMemory expected);

  @Override
  public final int shortestLength() {
    return 1;
  }

  @Override
  public final LevelRange defaultLevels() {
    return new LevelRange(1, 3, List.of(), OptionalInt.empty(), 2);
  }

  @Override
  public final Level level(int length, OptionalInt modulus) {
    int needed = cells(length);
    int chosen = modulus.orElse(Math.max(SMALLEST_MODULUS, needed));
    return new Level(
        length, LevelDoesNotFitException.check(name(), length, needed, chosen), timeSteps(length));
  }

  @Override
  public final MemoryExample example(long dataSeed, Level level, long index) {
    var random =
        ExampleKey.of(stream())
            .with(dataSeed)
            .with(level.length())
            .with(level.modulus())
            .with(index)
            .random();
    var memory = new MemoryLayout(level.modulus(), random);
    layOut(memory, level.length());
    return exampleOf(memory.cells());
  }

  @Override
  public final StoredExample stored(MemoryExample example) {
    return new StoredExample(example.inputMemory(), example.expectedOutput());
  }

  @Override
  public final MemoryExample restored(StoredExample stored) {
    return MemoryExample.of(stored.input(), stored.expected());
  }

  @Override
  public final int lengthOf(MemoryExample example) {
    return (int) IntStream.range(0, example.modulus()).filter(example::isOutput).count();
  }

  @Override
  protected final String modulusName() {
    return "M";
  }

  /** The example with this input memory and what the oracle makes of it. */
  public final MemoryExample exampleOf(int[] input) {
    var expected = new ExpectedMemory(input);
    solve(input, expected);
    return expected.from(input);
  }

  /**
   * A length for one example: the level's own half of the time, else any from {@code shortest} to
   * it, so that programs that only suit one length are found out.
   */
  static int drawLength(MemoryLayout memory, int shortest, int length) {
    return memory.draw(0, 1) == 0 ? length : memory.draw(Math.min(shortest, length), length);
  }
}
