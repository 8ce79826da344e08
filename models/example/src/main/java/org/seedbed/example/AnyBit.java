package org.seedbed.example;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.seedbed.task.ExampleKey;
import org.seedbed.task.Level;
import org.seedbed.task.LevelRange;
import org.seedbed.task.StoredExample;
import org.seedbed.task.Task;

/** Task: is any of the given bits 1? Half of the examples are all zeros. */
public final class AnyBit implements Task<Bits> {
  private static final int MODULUS = 4;

  @Override
  public String name() {
    return "bits/any";
  }

  @Override
  public Class<Bits> examples() {
    return Bits.class;
  }

  @Override
  public String description() {
    return "some bits: whether any of them is 1";
  }

  @Override
  public int trainingLength() {
    return 5;
  }

  @Override
  public int shortestLength() {
    return 1;
  }

  @Override
  public LevelRange defaultLevels() {
    return new LevelRange(1, 5, List.of(), OptionalInt.empty(), 0);
  }

  @Override
  public Level level(int length, OptionalInt modulus) {
    return new Level(length, modulus.orElse(MODULUS), 1);
  }

  @Override
  public Bits example(long dataSeed, Level level, long index) {
    var random = ExampleKey.of(stream()).with(dataSeed).with(level.length()).with(index).random();
    if (random.nextInt(2) == 0) {
      return new Bits(Collections.nCopies(level.length(), 0), 0);
    }
    var bits = new ArrayList<Integer>();
    for (int i = 0; i < level.length(); i++) {
      bits.add(random.nextInt(2));
    }
    return answered(bits);
  }

  private static Bits answered(List<Integer> bits) {
    return new Bits(bits, bits.contains(1) ? 1 : 0);
  }

  @Override
  public StoredExample stored(Bits example) {
    int[] input = example.bits().stream().mapToInt(Integer::intValue).toArray();
    int[] expected = new int[input.length];
    java.util.Arrays.fill(expected, StoredExample.NOT_ASKED);
    expected[0] = example.answer();
    return new StoredExample(input, expected);
  }

  @Override
  public Bits restored(StoredExample stored) {
    return new Bits(java.util.Arrays.stream(stored.input()).boxed().toList(), stored.expected()[0]);
  }

  @Override
  public Optional<String> inputSyntax() {
    return Optional.of("0100");
  }

  @Override
  public Bits parse(String input) {
    if (!input.matches("[01]+")) {
      throw new IllegalArgumentException("Input '" + input + "' must be zeros and ones.");
    }
    return answered(Stream.of(input.split("")).map(Integer::valueOf).toList());
  }

  @Override
  public int lengthOf(Bits example) {
    return example.bits().size();
  }

  @Override
  public String illustration(long dataSeed) {
    return "    level 4   %s%n".formatted(example(dataSeed, level(4, OptionalInt.empty()), 1));
  }
}
