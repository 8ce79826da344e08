package org.seedbed.task.bits;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.seedbed.task.Bounds;
import org.seedbed.task.DescribedTask;
import org.seedbed.task.ExampleKey;
import org.seedbed.task.Level;
import org.seedbed.task.LevelRange;
import org.seedbed.task.StoredExample;
import org.seedbed.task.bits.BitFormat.Numbers;

/**
 * A task on bit vectors. All examples of a level have its length. The level's modulus is the number
 * of bits of an answer.
 */
public final class BitTask extends DescribedTask<BitExample> {
  private static final int VECTOR = 8;
  private static final int ITEM_BITS = 6;
  private static final int ITEM = 3;

  /** Longest length of a level. Numbers, and steps that grow with its square, stay small. */
  private static final int LONGEST = 1000;

  private final BitFormat format;
  private final int shortest;
  private final IntUnaryOperator steps;
  private final Draw draw;

  /** Draws the input, and then the answers, of an example of a length. */
  @FunctionalInterface
  private interface Draw {
    Drawn of(int length, SplittableRandom random);
  }

  /**
   * What is read, and what is answered after that.
   *
   * @param read bits and number of each step
   * @param answers bits of each answer
   */
  private record Drawn(List<Integer> read, List<Integer> answers) {}

  /**
   * @param steps number of steps of a level of a length
   */
  private BitTask(
      Description description,
      String name,
      BitFormat format,
      int shortest,
      IntUnaryOperator steps,
      Draw draw) {
    super(Names.unchanged("bits/" + name), BitExample.class, description);
    this.format = format;
    this.shortest = shortest;
    this.steps = steps;
    this.draw = draw;
  }

  /** Vectors of 8 bits and a marker: the same vectors. */
  static BitTask copy() {
    return new BitTask(
        new Description(20, "vectors of 8 bits, then a marker: the same vectors"),
        "copy",
        new BitFormat(VECTOR + 1, VECTOR, Numbers.NONE),
        1,
        length -> 2 * length + 1,
        (length, random) -> {
          var vectors = vectors(length, VECTOR, random);
          return new Drawn(followed(vectors, 1 << VECTOR), vectors);
        });
  }

  /** Vectors of 8 bits and a count of at most the length: the vectors that often, and a marker. */
  static BitTask repeatCopy() {
    return new BitTask(
        new Description(
            10,
            "vectors of 8 bits, then a count from 1 to their number: the vectors that often, then a"
                + " marker"),
        "repeat-copy",
        // Counts of 1 to 10 have mean 5.5 and variance 8.25.
        new BitFormat(VECTOR, VECTOR + 1, new Numbers(5.5, 1 / Math.sqrt(8.25))),
        1,
        length -> length + 1 + length * length + 1,
        (length, random) -> {
          var vectors = vectors(length, VECTOR, random);
          int count = random.nextInt(1, length + 1);
          var answers = new ArrayList<Integer>();
          Collections.nCopies(count, vectors).forEach(answers::addAll);
          return new Drawn(followed(vectors, numbered(0, count)), followed(answers, 1 << VECTOR));
        });
  }

  /** Items of three vectors, each after a marker, and one of them: the item that followed it. */
  static BitTask associativeRecall() {
    return new BitTask(
        new Description(
            6,
            "items of three vectors of 6 bits, then one of them again: the item that followed it"),
        "associative-recall",
        new BitFormat(ITEM_BITS + 2, ITEM_BITS, Numbers.NONE),
        2,
        length -> (ITEM + 1) * (length + 1) + 1 + ITEM,
        (length, random) -> {
          int marker = 1 << ITEM_BITS;
          int queryMarker = 2 << ITEM_BITS;
          // Of two equal items, it would be unclear which one is asked for.
          var items =
              Stream.generate(() -> vectors(ITEM, ITEM_BITS, random))
                  .distinct()
                  .limit(length)
                  .toList();
          var read = new ArrayList<Integer>();
          for (var item : items) {
            read.add(marker);
            read.addAll(item);
          }
          int asked = random.nextInt(length - 1);
          read.add(queryMarker);
          read.addAll(items.get(asked));
          read.add(queryMarker);
          return new Drawn(read, items.get(asked + 1));
        });
  }

  /** Vectors of 8 bits with priorities: the best four fifths of them, highest priority first. */
  static BitTask prioritySort() {
    int priorities = 2001;
    return new BitTask(
        new Description(
            20,
            "vectors of 8 bits, each with a priority, then a marker: the best four fifths of them,"
                + " highest priority first"),
        "priority-sort",
        new BitFormat(VECTOR + 1, VECTOR, new Numbers(1001, 1e-3)),
        1,
        length -> length + 1 + best(length),
        (length, random) -> {
          var vectors = vectors(length, VECTOR, random);
          var numbers = random.ints(1, priorities + 1).distinct().limit(length).boxed().toList();
          var read =
              IntStream.range(0, length)
                  .mapToObj(i -> numbered(vectors.get(i), numbers.get(i)))
                  .toList();
          var answers =
              IntStream.range(0, length)
                  .boxed()
                  .sorted(Comparator.comparing(numbers::get, Comparator.reverseOrder()))
                  .limit(best(length))
                  .map(vectors::get)
                  .toList();
          return new Drawn(followed(read, 1 << VECTOR), answers);
        });
  }

  private static int best(int length) {
    return (4 * length + 4) / 5;
  }

  private static int numbered(int bits, int number) {
    return bits | number << 16;
  }

  private static List<Integer> vectors(int count, int bits, SplittableRandom random) {
    return IntStream.range(0, count).mapToObj(i -> random.nextInt(1 << bits)).toList();
  }

  private static List<Integer> followed(List<Integer> steps, int last) {
    var all = new ArrayList<>(steps);
    all.add(last);
    return all;
  }

  @Override
  public int shortestLength() {
    return shortest;
  }

  @Override
  public LevelRange defaultLevels() {
    return new LevelRange(shortest, trainingLength(), List.of(), OptionalInt.empty(), 0);
  }

  @Override
  public Level level(int length, OptionalInt modulus) {
    checkLevel(length, modulus, format.outputBits());
    Bounds.check("the length of a level of task '" + name() + "'", length, shortest, LONGEST);
    return new Level(length, format.outputBits(), steps.applyAsInt(length));
  }

  @Override
  public BitExample example(long dataSeed, Level level, long index) {
    var random = ExampleKey.of(stream()).with(dataSeed).with(level).with(index).random();
    var drawn = draw.of(level.length(), random);
    int[] input = new int[level.timeSteps()];
    int[] expected = new int[level.timeSteps()];
    Arrays.fill(expected, BitExample.NOT_ASKED);
    for (int i = 0; i < drawn.read().size(); i++) {
      input[i] = drawn.read().get(i);
    }
    for (int i = 0; i < drawn.answers().size(); i++) {
      expected[drawn.read().size() + i] = drawn.answers().get(i);
    }
    return new BitExample(format, input, expected);
  }

  @Override
  public StoredExample stored(BitExample example) {
    return new StoredExample(example.inputSteps(), example.expectedSteps());
  }

  @Override
  public BitExample restored(StoredExample stored) {
    return new BitExample(format, stored.input(), stored.expected());
  }

  @Override
  public int lengthOf(BitExample example) {
    return IntStream.iterate(shortest, length -> length + 1)
        .filter(length -> steps.applyAsInt(length) >= example.steps())
        .findFirst()
        .orElseThrow();
  }

  @Override
  protected String modulusName() {
    return "bits";
  }
}
