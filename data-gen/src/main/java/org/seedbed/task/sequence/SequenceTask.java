package org.seedbed.task.sequence;

import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.seedbed.task.DescribedTask;
import org.seedbed.task.ExampleKey;
import org.seedbed.task.Level;
import org.seedbed.task.LevelRange;
import org.seedbed.task.StoredExample;

/**
 * A sequence-to-sequence task. Half of a level's examples have the level's length, or the longest
 * that the task allows within it. The others have any length from six tenths of it, and are padded.
 * A model must therefore hold its answer until it is read.
 */
public abstract class SequenceTask extends DescribedTask<SequenceExample> {
  /** Longest length of training in the Neural GPU papers. */
  static final int TRAINING_LENGTH = 41;

  private static final double SHORTEST_SHARE = 0.6;

  private final Alphabet alphabet;

  /** A task of the Neural GPU papers. */
  SequenceTask(String name, String description, Alphabet alphabet) {
    this(published(name), TRAINING_LENGTH, description, alphabet);
  }

  SequenceTask(Names names, int trainingLength, String description, Alphabet alphabet) {
    super(names, SequenceExample.class, new Description(trainingLength, description));
    this.alphabet = alphabet;
  }

  /** Returns the names of a task of the Neural GPU papers. */
  static Names published(String name) {
    return Names.of("sequence", "neural-gpu", name);
  }

  /** Returns n, the number of positions of examples of a level's length. */
  abstract int positions(int length);

  /** Draws an example of exactly this length. */
  abstract SequenceExample draw(int length, SplittableRandom random);

  @Override
  public final LevelRange defaultLevels() {
    return new LevelRange(shortestLength(), trainingLength(), List.of(), OptionalInt.empty(), 0);
  }

  final Alphabet alphabet() {
    return alphabet;
  }

  /** Returns the level. Its modulus is the number of symbols; its time steps are its positions. */
  @Override
  public final Level level(int length, OptionalInt modulus) {
    checkLevel(length, modulus, alphabet.size());
    return new Level(length, alphabet.size(), positions(length));
  }

  @Override
  public final SequenceExample example(long dataSeed, Level level, long index) {
    var random = ExampleKey.of(stream()).with(dataSeed).with(level.length()).with(index).random();
    int least = Math.max(shortestLength(), (int) Math.ceil(SHORTEST_SHARE * level.length()));
    int length =
        random.nextInt(2) == 0 ? level.length() : random.nextInt(least, level.length() + 1);
    return draw(length, random).padded(level.timeSteps());
  }

  @Override
  public final StoredExample stored(SequenceExample example) {
    return new StoredExample(example.inputSymbols(), example.expectedSymbols());
  }

  @Override
  public final SequenceExample restored(StoredExample stored) {
    return new SequenceExample(alphabet, stored.input(), stored.expected());
  }

  @Override
  public final int lengthOf(SequenceExample example) {
    return example.length();
  }

  @Override
  protected final String modulusName() {
    return "symbols";
  }

  static int[] drawValues(int count, int values, SplittableRandom random) {
    return IntStream.range(0, count).map(i -> random.nextInt(values)).toArray();
  }
}
