package org.seedbed.task.trace;

import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.seedbed.task.DescribedTask;
import org.seedbed.task.ExampleKey;
import org.seedbed.task.Level;
import org.seedbed.task.LevelRange;
import org.seedbed.task.StoredExample;

/**
 * A task that is learnt from traces of a program. Half of a level's examples have its length, the
 * others any from 1 to it.
 *
 * @param <W> its world
 */
public abstract sealed class TraceTask<W extends World> extends DescribedTask<TraceExample>
    permits Addition, SortingTask, TopologicalSort {
  static final String RECURSIVE = "-recursive";

  private final boolean recursive;

  TraceTask(String name, int trainingLength, String description, boolean recursive) {
    super(
        "npi/" + name + (recursive ? RECURSIVE : ""),
        trainingLength,
        description + (recursive ? ", by recursion" : ", by loops"));
    this.recursive = recursive;
  }

  /** Whether its program calls itself, so that no frame grows with the input. */
  public final boolean recursive() {
    return recursive;
  }

  /** What its programs observe and say. */
  public abstract Vocabulary vocabulary();

  /** The call that solves the task: the first program after {@code ACT}. */
  public final Call main() {
    return Call.of(Call.ACT + 1);
  }

  /** A world with that input. */
  abstract W world(int[] input);

  /** What a program does: its calls in order, each made through {@code tracer}. */
  abstract void carryOut(Call call, W world, Tracer<W> tracer);

  /** An input of just this length. */
  abstract int[] draw(int length, SplittableRandom random);

  /** Number of elements that an input has. */
  abstract int lengthOf(int[] input);

  /** An input for people. */
  abstract String text(int[] input);

  /** What {@link #text} prints, read back. */
  abstract int[] parse(String text);

  /** How long an interpreter may run on that input: about twice as long as the program does. */
  abstract RunLimits limits(int[] input);

  /**
   * Inputs on which a recursive program makes every frame that it makes on any input.
   *
   * @see VerificationSet
   */
  abstract Stream<int[]> verificationInputs();

  @Override
  public final int shortestLength() {
    return 1;
  }

  @Override
  public final LevelRange defaultLevels() {
    return new LevelRange(1, trainingLength(), List.of(), OptionalInt.empty(), 0);
  }

  /** The level: its modulus is the number of digits; its time steps are its length. */
  @Override
  public final Level level(int length, OptionalInt modulus) {
    if (modulus.orElse(Vocabulary.Field.BLANK) != Vocabulary.Field.BLANK) {
      throw new IllegalArgumentException(
          "Task '%s' has 10 digits, a modulus of %d was asked for. Leave it out, and widenings at 0."
              .formatted(name(), modulus.getAsInt()));
    }
    return new Level(length, Vocabulary.Field.BLANK, length);
  }

  @Override
  public final TraceExample example(long dataSeed, Level level, long index) {
    var random = ExampleKey.of(name()).with(dataSeed).with(level.length()).with(index).random();
    int length = random.nextInt(2) == 0 ? level.length() : random.nextInt(1, level.length() + 1);
    return new TraceExample(this, draw(length, random));
  }

  /**
   * The example with an input that a person wrote, such as {@code 96+125}.
   *
   * @throws IllegalArgumentException when it is no input of this task
   */
  public final TraceExample exampleOf(String text) {
    return new TraceExample(this, parse(text));
  }

  @Override
  public final StoredExample stored(TraceExample example) {
    int[] input = example.input();
    return new StoredExample(
        input, IntStream.generate(() -> StoredExample.NOT_ASKED).limit(input.length).toArray());
  }

  @Override
  public final TraceExample restored(StoredExample stored) {
    return new TraceExample(this, stored.input());
  }

  final Tracer<W> trace(int[] input, boolean drawsTree) {
    var tracer = new Tracer<>(this, world(input), drawsTree);
    tracer.run();
    return tracer;
  }
}
