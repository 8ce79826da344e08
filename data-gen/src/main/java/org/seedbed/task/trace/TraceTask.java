package org.seedbed.task.trace;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.seedbed.task.DescribedTask;
import org.seedbed.task.ExampleKey;
import org.seedbed.task.Level;
import org.seedbed.task.LevelRange;
import org.seedbed.task.StoredExample;
import org.seedbed.task.StoredFrame;

/**
 * A task that is learnt from traces of a program. Half of a level's examples have the level's
 * length; the others have any length from 1 to it.
 *
 * @param <W> type of the world
 */
public abstract class TraceTask<W extends World> extends DescribedTask<TraceExample> {
  static final String RECURSIVE = "-recursive";
  private static final int ILLUSTRATED_LENGTH = 2;
  private static final int ILLUSTRATED_TRACES = 10;

  private final boolean recursive;

  TraceTask(String name, int trainingLength, String description, boolean recursive) {
    super(
        "trace",
        "npi",
        name + (recursive ? RECURSIVE : ""),
        TraceExample.class,
        new Description(
            trainingLength, description + (recursive ? ", by recursion" : ", by loops")));
    this.recursive = recursive;
  }

  /** Returns whether the program is recursive, so that no frame grows with the input. */
  public final boolean recursive() {
    return recursive;
  }

  /** Returns the observations and calls of the task's programs. */
  public abstract Vocabulary vocabulary();

  /**
   * Returns the vocabulary of another task whose programs this task's programs call, if there is
   * one. This task's vocabulary {@linkplain Vocabulary#extend extends} it.
   */
  public Optional<Vocabulary> subprograms() {
    return Optional.empty();
  }

  /** Returns the call that solves the task: of the first program after {@code ACT} if not said. */
  public Call main() {
    return Call.of(Call.ACT + 1);
  }

  /** Returns a new world with that input. */
  abstract W world(int[] input);

  /** Executes a program: makes its calls in order, each through {@code tracer}. */
  abstract void carryOut(Call call, W world, Tracer<W> tracer);

  /** Draws an input of exactly this length. */
  abstract int[] draw(int length, SplittableRandom random);

  /** Returns the number of elements of an input. */
  abstract int lengthOf(int[] input);

  /** Returns an input as text. */
  abstract String text(int[] input);

  /** Parses a hand-written input. */
  abstract int[] read(String text);

  /** Returns a sample of a hand-written input. */
  abstract String sample();

  /** Returns the limits of an interpreter run on that input: about twice what the program needs. */
  abstract RunLimits limits(int[] input);

  /**
   * Returns inputs whose traces together contain every frame that a recursive program can make.
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

  /** Returns the level. Its modulus is the number of digits; its time steps are its length. */
  @Override
  public final Level level(int length, OptionalInt modulus) {
    if (modulus.orElse(radix()) != radix()) {
      throw new IllegalArgumentException(
          "Task '%s' has %d digits, but a modulus of %d was requested. Omit the modulus and set widenings to 0."
              .formatted(name(), radix(), modulus.getAsInt()));
    }
    return new Level(length, radix(), length);
  }

  /** Returns the number of digits that inputs consist of. */
  int radix() {
    return Vocabulary.Field.BLANK;
  }

  @Override
  public final TraceExample example(long dataSeed, Level level, long index) {
    var random = ExampleKey.of(stream()).with(dataSeed).with(level.length()).with(index).random();
    int length = random.nextInt(2) == 0 ? level.length() : random.nextInt(1, level.length() + 1);
    return new TraceExample(this, draw(length, random));
  }

  @Override
  public final Optional<String> inputSyntax() {
    return Optional.of(sample());
  }

  @Override
  public final TraceExample parse(String input) {
    return new TraceExample(this, read(input));
  }

  @Override
  public final int lengthOf(TraceExample example) {
    return example.length();
  }

  @Override
  protected final String modulusName() {
    return "digits";
  }

  @Override
  public final boolean isVerifiable() {
    return recursive;
  }

  /** Returns inputs whose traces together contain every frame that the program can make. */
  @Override
  public final Stream<TraceExample> verificationExamples() {
    return recursive
        ? verificationInputs().map(input -> new TraceExample(this, input))
        : Stream.empty();
  }

  @Override
  public final boolean hasFrames() {
    return true;
  }

  @Override
  public final List<StoredFrame> frames(TraceExample example) {
    return example.frames().stream().map(TraceTask::stored).toList();
  }

  private static StoredFrame stored(Frame frame) {
    return new StoredFrame(
        integers(frame.call()),
        frame.steps().stream().map(Step::observation).toList(),
        frame.steps().stream().map(step -> integers(step.call())).toList());
  }

  private static List<Integer> integers(Call call) {
    return Stream.concat(
            Stream.of(call.program()), IntStream.range(0, Call.ARGUMENTS).mapToObj(call::argument))
        .toList();
  }

  /** Returns the call tree of a short input: the longest of a few. */
  @Override
  public final String illustration(long dataSeed) {
    var level = level(ILLUSTRATED_LENGTH, OptionalInt.empty());
    var longest =
        LongStream.range(0, ILLUSTRATED_TRACES)
            .mapToObj(index -> example(dataSeed, level, index))
            .filter(example -> example.length() == ILLUSTRATED_LENGTH)
            .max(Comparator.comparingInt(example -> example.tree().length()))
            .orElseThrow();
    return "    level %d   %s%n".formatted(ILLUSTRATED_LENGTH, longest) + longest.tree().indent(8);
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
