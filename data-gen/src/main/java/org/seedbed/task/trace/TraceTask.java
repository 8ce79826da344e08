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
 * A task that is learnt from traces of a program. Half of a level's examples have its length, the
 * others any from 1 to it.
 *
 * @param <W> its world
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
  abstract int[] read(String text);

  /** An input as {@link #text} prints it. */
  abstract String sample();

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

  /** Inputs on which the program makes every frame that it makes on any input. */
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

  /** The trace of a short input, as a call tree: the longest of some. */
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
