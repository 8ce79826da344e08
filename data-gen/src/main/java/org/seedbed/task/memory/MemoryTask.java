package org.seedbed.task.memory;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.seedbed.task.DescribedTask;
import org.seedbed.task.ExampleKey;
import org.seedbed.task.Level;
import org.seedbed.task.LevelDoesNotFitException;
import org.seedbed.task.LevelRange;
import org.seedbed.task.StoredExample;

/**
 * A task on a random access memory. Each task defines an input layout and an oracle, a program over
 * integers that computes the output from the input memory alone.
 */
public abstract class MemoryTask extends DescribedTask<MemoryExample> {
  private static final int SMALLEST_MODULUS = 8;

  MemoryTask(String name, int trainingLength, String description) {
    super(
        "memory", "nram", name, MemoryExample.class, new Description(trainingLength, description));
  }

  MemoryTask(Names names, int trainingLength, String description) {
    super(names, MemoryExample.class, new Description(trainingLength, description));
  }

  /**
   * Returns the names of a task whose input points by address, as in the paper. It draws the random
   * numbers of its index form.
   */
  static Names byAddress(String name) {
    return new Names("memory/" + name, List.of(), "nram/" + name);
  }

  /** Returns the names of a task whose input points by index, which earlier versions knew alone. */
  static Names byIndex(String name) {
    return new Names(
        "memory/" + name + "-index", List.of("memory/" + name, "nram/" + name), "nram/" + name);
  }

  /** Returns the number of memory cells that the longest example of this length needs. */
  abstract int cells(int length);

  /**
   * Returns a number of time steps that suffices for a program over the fourteen modules, with one
   * to spare.
   */
  abstract int timeSteps(int length);

  /** Lays out an example of at most {@code length} elements. */
  abstract void layOut(MemoryLayout memory, int length);

  /** The oracle: computes the output cells and their content from {@code input}. */
  abstract void solve(int[] input, ExpectedMemory expected);

  @Override
  public final int shortestLength() {
    return 1;
  }

  /** Returns the smallest number of memory cells, if examples need no more. */
  int smallestModulus() {
    return SMALLEST_MODULUS;
  }

  @Override
  public LevelRange defaultLevels() {
    return new LevelRange(1, 3, List.of(), OptionalInt.empty(), 2);
  }

  @Override
  public final Level level(int length, OptionalInt modulus) {
    int needed = cells(length);
    int chosen = modulus.orElse(Math.max(smallestModulus(), needed));
    return new Level(
        length, LevelDoesNotFitException.check(name(), length, needed, chosen), timeSteps(length));
  }

  @Override
  public final MemoryExample example(long dataSeed, Level level, long index) {
    var random = ExampleKey.of(stream()).with(dataSeed).with(level).with(index).random();
    return made(level, (from, to) -> random.nextInt(from, to + 1));
  }

  private MemoryExample made(Level level, MemoryLayout.Draws draws) {
    var memory = new MemoryLayout(level.modulus(), draws);
    layOut(memory, level.length());
    return exampleOf(memory.cells());
  }

  @Override
  public final boolean listsExamples() {
    return true;
  }

  @Override
  public final Optional<Level> largestLevel(int modulus) {
    return IntStream.iterate(1, length -> cells(length) <= modulus, length -> length + 1)
        .mapToObj(length -> level(length, OptionalInt.of(modulus)))
        .reduce((shorter, longer) -> longer);
  }

  @Override
  public final Stream<MemoryExample> everyExample(Level level) {
    return EveryDraw.of(draws -> made(level, draws)).distinct();
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
    return example.outputCells();
  }

  @Override
  protected final String modulusName() {
    return "M";
  }

  /** Returns the example with this input memory and the oracle's output. */
  public final MemoryExample exampleOf(int[] input) {
    var expected = new ExpectedMemory(input);
    solve(input, expected);
    return expected.from(input);
  }

  /**
   * Draws a length for one example: half of the time the level's length, otherwise any from {@code
   * shortest} to it. This exposes programs that work for only one length.
   */
  static int drawLength(MemoryLayout memory, int shortest, int length) {
    return memory.draw(0, 1) == 0 ? length : memory.draw(Math.min(shortest, length), length);
  }
}
