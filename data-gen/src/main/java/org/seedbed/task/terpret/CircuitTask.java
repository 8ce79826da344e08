package org.seedbed.task.terpret;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.seedbed.task.Bounds;
import org.seedbed.task.DescribedTask;
import org.seedbed.task.Level;
import org.seedbed.task.LevelRange;
import org.seedbed.task.StoredExample;

/**
 * A task of a Boolean circuit (Gaunt et al., TerpreT, 2016). Its examples are all inputs in turn,
 * whatever the data seed. All levels, from the number of input bits on, are alike.
 */
public final class CircuitTask extends DescribedTask<WiresExample> {
  private final int inputs;
  private final UnaryOperator<List<Integer>> function;

  private CircuitTask(
      String name, String description, int inputs, UnaryOperator<List<Integer>> function) {
    super(
        Names.unchanged("terpret/circuit-" + name),
        WiresExample.class,
        new Description(inputs, description));
    this.inputs = inputs;
    this.function = function;
  }

  static CircuitTask controlledSwap() {
    return new CircuitTask(
        "swap",
        "a control bit and two bits: the control bit and the two, swapped if it is 1",
        3,
        in -> in.get(0) == 1 ? List.of(1, in.get(2), in.get(1)) : in);
  }

  static CircuitTask fullAdder() {
    return new CircuitTask(
        "full-adder", "three bits: the two bits of their sum, lowest first", 3, in -> sum(in, 3));
  }

  static CircuitTask twoBitAdder() {
    return new CircuitTask(
        "two-bit-adder",
        "two numbers of two bits, lowest first: the three bits of their sum",
        4,
        in -> sum(in, 2));
  }

  /**
   * Returns the sum of numbers, lowest bit first.
   *
   * @param numbers how many numbers the bits are
   */
  private static List<Integer> sum(List<Integer> bits, int numbers) {
    int length = bits.size() / numbers;
    int sum = IntStream.range(0, bits.size()).map(i -> bits.get(i) << (i % length)).sum();
    return IntStream.range(0, length + 1).mapToObj(i -> sum >> i & 1).toList();
  }

  private WiresExample example(long number) {
    var bits = IntStream.range(0, inputs).mapToObj(i -> (int) (number >> i & 1)).toList();
    return new WiresExample(bits, function.apply(bits));
  }

  @Override
  public int shortestLength() {
    return inputs;
  }

  @Override
  public LevelRange defaultLevels() {
    return LevelRange.only(inputs);
  }

  @Override
  public Level level(int length, OptionalInt modulus) {
    Bounds.check("the level of task '" + name() + "'", length, inputs, LevelRange.LONGEST);
    return new Level(length, modulus.orElse(2), 1);
  }

  @Override
  public WiresExample example(long dataSeed, Level level, long index) {
    return example(Math.floorMod(index, 1L << inputs));
  }

  @Override
  public boolean hasFixedExamples() {
    return true;
  }

  @Override
  public boolean isVerifiable() {
    return true;
  }

  @Override
  public Stream<WiresExample> verificationExamples() {
    return IntStream.range(0, 1 << inputs).mapToObj(this::example);
  }

  /** Stores both, each with the other's number of cells, of which some are not asked. */
  @Override
  public StoredExample stored(WiresExample example) {
    int cells = Math.max(example.inputs().size(), example.outputs().size());
    return new StoredExample(
        padded(example.inputs(), cells, 0),
        padded(example.outputs(), cells, StoredExample.NOT_ASKED));
  }

  private static int[] padded(List<Integer> bits, int cells, int other) {
    return IntStream.range(0, cells).map(i -> i < bits.size() ? bits.get(i) : other).toArray();
  }

  @Override
  public WiresExample restored(StoredExample stored) {
    var outputs = new ArrayList<Integer>();
    for (int bit : stored.expected()) {
      if (bit != StoredExample.NOT_ASKED) {
        outputs.add(bit);
      }
    }
    return new WiresExample(
        IntStream.range(0, inputs).mapToObj(i -> stored.input()[i]).toList(), outputs);
  }

  @Override
  public int lengthOf(WiresExample example) {
    return example.inputs().size();
  }

  @Override
  protected String modulusName() {
    return "values";
  }

  @Override
  public String illustration(long dataSeed) {
    return "    level %d  %s%n".formatted(inputs, example((1L << inputs) - 2));
  }
}
