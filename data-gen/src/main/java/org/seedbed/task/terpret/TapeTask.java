package org.seedbed.task.terpret;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.seedbed.task.DescribedTask;
import org.seedbed.task.ExampleKey;
import org.seedbed.task.Level;
import org.seedbed.task.LevelDoesNotFitException;
import org.seedbed.task.LevelRange;
import org.seedbed.task.StoredExample;

/**
 * A task of a Turing machine (Gaunt et al., TerpreT, 2016): change a string of bits on a tape. The
 * string begins in cell 0 and at least one blank follows it. The level's modulus is the number of
 * cells.
 */
public final class TapeTask extends DescribedTask<TapeExample> {
  private static final int TRAINING_LENGTH = 4;

  private final boolean zeroToo;
  private final int passes;
  private final UnaryOperator<List<Integer>> change;

  private TapeTask(
      String name,
      String description,
      boolean zeroToo,
      int passes,
      UnaryOperator<List<Integer>> change) {
    super(
        Names.unchanged("terpret/tape-" + name),
        TapeExample.class,
        new Description(TRAINING_LENGTH, description));
    this.zeroToo = zeroToo;
    this.passes = passes;
    this.change = change;
  }

  static TapeTask invert() {
    return new TapeTask(
        "invert", "a string of bits: the same with each bit inverted", true, 1, TapeTask::inverted);
  }

  static TapeTask prepend() {
    return new TapeTask(
        "prepend", "a string of bits: the same after a 0", true, 1, TapeTask::withZeroBefore);
  }

  static TapeTask decrement() {
    return new TapeTask(
        "decrement",
        "a binary number above 0, highest bit first: the number minus 1",
        false,
        2,
        TapeTask::decremented);
  }

  private static List<Integer> inverted(List<Integer> bits) {
    return bits.stream().map(bit -> 1 - bit).toList();
  }

  private static List<Integer> withZeroBefore(List<Integer> bits) {
    var longer = new ArrayList<>(List.of(0));
    longer.addAll(bits);
    return longer;
  }

  private static List<Integer> decremented(List<Integer> bits) {
    var less = new ArrayList<>(bits);
    int last = bits.lastIndexOf(1);
    less.set(last, 0);
    Collections.fill(less.subList(last + 1, less.size()), 1);
    return less;
  }

  /** Returns the example of a string. */
  private TapeExample example(List<Integer> bits, int cells) {
    return new TapeExample(onTape(bits, cells), onTape(change.apply(bits), cells));
  }

  private static List<Integer> onTape(List<Integer> bits, int cells) {
    return Stream.concat(bits.stream(), Stream.generate(() -> TapeExample.BLANK))
        .limit(cells)
        .toList();
  }

  /** Returns the bits of a number, highest first. */
  private static List<Integer> bits(long number, int length) {
    return IntStream.range(0, length)
        .mapToObj(i -> (int) (number >> (length - 1 - i) & 1))
        .toList();
  }

  @Override
  public int shortestLength() {
    return 1;
  }

  @Override
  public LevelRange defaultLevels() {
    return LevelRange.only(TRAINING_LENGTH);
  }

  /** The time steps suffice for a walk over the tape for each pass, and to halt. */
  @Override
  public Level level(int length, OptionalInt modulus) {
    int cells =
        LevelDoesNotFitException.check(name(), length, length + 1, modulus.orElse(length + 1));
    return new Level(length, cells, passes * (length + 1) - (passes - 1));
  }

  @Override
  public TapeExample example(long dataSeed, Level level, long index) {
    var random = ExampleKey.of(stream()).with(dataSeed).with(level).with(index).random();
    List<Integer> drawn;
    do {
      int length = random.nextInt(1, level.length() + 1);
      drawn = IntStream.range(0, length).mapToObj(i -> random.nextInt(2)).toList();
    } while (!isInput(drawn));
    return example(drawn, level.modulus());
  }

  private boolean isInput(List<Integer> bits) {
    return zeroToo || bits.contains(1);
  }

  @Override
  public boolean listsExamples() {
    return true;
  }

  @Override
  public Optional<Level> largestLevel(int modulus) {
    return modulus < 2 ? Optional.empty() : Optional.of(level(modulus - 1, OptionalInt.empty()));
  }

  @Override
  public Stream<TapeExample> everyExample(Level level) {
    return IntStream.rangeClosed(1, level.length())
        .boxed()
        .flatMap(
            length ->
                IntStream.range(0, 1 << Math.min(length, 30))
                    .mapToObj(number -> bits(number, length)))
        .filter(this::isInput)
        .map(bits -> example(bits, level.modulus()));
  }

  @Override
  public StoredExample stored(TapeExample example) {
    return new StoredExample(array(example.input()), array(example.expected()));
  }

  private static int[] array(List<Integer> cells) {
    return cells.stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public TapeExample restored(StoredExample stored) {
    return new TapeExample(
        Arrays.stream(stored.input()).boxed().toList(),
        Arrays.stream(stored.expected()).boxed().toList());
  }

  @Override
  public Optional<String> inputSyntax() {
    return Optional.of("1010");
  }

  @Override
  public TapeExample parse(String input) {
    if (!input.matches("[01]+")) {
      throw new IllegalArgumentException(
          "--input is '%s', must be bits, such as %s".formatted(input, inputSyntax().get()));
    }
    var bits = input.chars().mapToObj(c -> c - '0').toList();
    if (!isInput(bits)) {
      throw new IllegalArgumentException("--input is '%s', must be above 0".formatted(input));
    }
    return example(bits, bits.size() + 1);
  }

  @Override
  public int lengthOf(TapeExample example) {
    return example.length();
  }

  @Override
  protected String modulusName() {
    return "cells";
  }
}
