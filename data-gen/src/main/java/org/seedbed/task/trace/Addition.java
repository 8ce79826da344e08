package org.seedbed.task.trace;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.seedbed.task.trace.Scratchpad.Row;
import org.seedbed.task.trace.Vocabulary.Field;

/**
 * Addition of two numbers on a scratchpad, column by column from the right (section 3.2.1 of Reed
 * and de Freitas, ICLR 2016; recursive variant: section 3.2 of Cai, Shin and Song, ICLR 2017).
 *
 * <p>An input is two rows of n digits: the first number, then the second, each padded with blanks
 * on the left. Numbers may have leading zeros.
 */
public final class Addition extends TraceTask<Scratchpad> {
  static final int ADD = 1;
  private static final int ADD1 = 2;
  private static final int CARRY = 3;
  private static final int LSHIFT = 4;

  private final int radix;
  private final Draw draw;
  private final Vocabulary vocabulary;

  /** How the operands of an example are drawn. */
  enum Draw {
    /** One has the example's length, the other any up to it. */
    ANY("two numbers on a scratchpad: their sum", false),
    /** Both have the example's length, as in the paper of Cai, Shin and Song. */
    EQUAL("two numbers of equal length on a scratchpad: their sum", true),
    /** Of equal length, with many columns that carry on: complements and largest digits. */
    HARD("two numbers of equal length with many carries on a scratchpad: their sum", true);

    private final String description;

    /** Whether no input has operands of different lengths; a shorter one is read with zeros. */
    private final boolean equalLengths;

    Draw(String description, boolean equalLengths) {
      this.description = description;
      this.equalLengths = equalLengths;
    }
  }

  private Addition(String name, int radix, Draw draw, String description, boolean recursive) {
    super(name, 20, description, recursive);
    this.radix = radix;
    this.draw = draw;
    this.vocabulary =
        new Vocabulary(
            List.of("ACT", "ADD", "ADD1", "CARRY", "LSHIFT"),
            List.of(
                Vocabulary.values("WRITE", "LEFT", "RIGHT"),
                Vocabulary.values("IN1", "IN2", "CARRY", "OUT"),
                Vocabulary.values(
                    IntStream.range(0, radix)
                        .mapToObj(digit -> Vocabulary.digit(digit, radix))
                        .toArray(String[]::new))),
            Stream.of("in1", "in2", "carry", "out").map(n -> Field.digit(n, radix)).toList());
  }

  /** Returns the addition of decimal numbers. */
  static Addition decimal(Draw draw, boolean recursive) {
    String name =
        draw == Draw.ANY ? "addition" : "addition-" + draw.name().toLowerCase(Locale.ROOT);
    return new Addition(name, 10, draw, draw.description, recursive);
  }

  /**
   * Returns the recursive addition of numbers in some radix.
   *
   * @param radix 2 … 16
   */
  static Addition ofRadix(int radix) {
    String what = "two numbers in base %d on a scratchpad: their sum".formatted(radix);
    return new Addition("addition-base" + radix, radix, Draw.ANY, what, true);
  }

  @Override
  int radix() {
    return radix;
  }

  @Override
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  @Override
  Scratchpad world(int[] input) {
    return new Scratchpad(input, radix);
  }

  @Override
  void carryOut(Call call, Scratchpad pad, Tracer<Scratchpad> tracer) {
    add(call, pad, tracer);
  }

  /** Runs a program of addition on a scratchpad that may be a part of the tracer's world. */
  void add(Call call, Scratchpad pad, Tracer<?> tracer) {
    switch (call.program()) {
      case ADD -> add(pad, tracer);
      case ADD1 -> {
        int sum = pad.digit(Row.IN1) + pad.digit(Row.IN2) + pad.digit(Row.CARRY);
        tracer.call(Scratchpad.write(Row.OUT, sum % radix));
        if (sum >= radix) {
          tracer.call(Call.of(CARRY));
        }
      }
      case CARRY -> {
        tracer.call(Scratchpad.left(Row.CARRY));
        tracer.call(Scratchpad.write(Row.CARRY, 1));
        tracer.call(Scratchpad.right(Row.CARRY));
      }
      case LSHIFT -> {
        for (var row : Row.values()) {
          tracer.call(Scratchpad.left(row));
        }
      }
      default -> throw new IllegalArgumentException("no program " + call);
    }
  }

  private void add(Scratchpad pad, Tracer<?> tracer) {
    if (recursive() && !pad.isDone()) {
      tracer.call(Call.of(ADD1));
      tracer.call(Call.of(LSHIFT));
      tracer.call(Call.of(ADD));
      return;
    }
    while (!pad.isDone()) {
      tracer.call(Call.of(ADD1));
      tracer.call(Call.of(LSHIFT));
    }
    tracer.call(Call.NOTHING);
  }

  @Override
  int[] draw(int length, SplittableRandom random) {
    return switch (draw) {
      case ANY -> anyOperands(length, random);
      case EQUAL -> random.ints(2L * length, 0, radix).toArray();
      case HARD -> hardOperands(length, random);
    };
  }

  private int[] anyOperands(int length, SplittableRandom random) {
    int shorter = random.nextInt(1, length + 1);
    boolean firstIsLonger = random.nextBoolean();
    int[] input = new int[2 * length];
    Arrays.fill(input, radix);
    number(input, 0, length, firstIsLonger ? length : shorter, random);
    number(input, length, length, firstIsLonger ? shorter : length, random);
    return input;
  }

  /** Draws a number of so many digits into the columns from {@code start}, at their right end. */
  void number(int[] input, int start, int columns, int digits, SplittableRandom random) {
    for (int i = columns - digits; i < columns; i++) {
      input[start + i] = random.nextInt(radix);
    }
  }

  /** A third of the columns is complementary, a third has two largest digits. */
  private int[] hardOperands(int length, SplittableRandom random) {
    int[] input = new int[2 * length];
    for (int i = 0; i < length; i++) {
      int first = random.nextInt(radix);
      int second = random.nextInt(radix);
      switch (random.nextInt(3)) {
        case 0 -> second = radix - 1 - first;
        case 1 -> {
          first = radix - 1;
          second = radix - 1;
        }
        default -> {}
      }
      input[i] = first;
      input[length + i] = second;
    }
    return input;
  }

  @Override
  int lengthOf(int[] input) {
    return input.length / 2;
  }

  @Override
  String text(int[] input) {
    int columns = input.length / 2;
    return digits(input, 0, columns) + "+" + digits(input, columns, 2 * columns);
  }

  /** Returns the digits of some columns as text. */
  String digits(int[] input, int start, int end) {
    return IntStream.range(start, end)
        .filter(i -> input[i] != radix)
        .mapToObj(i -> Vocabulary.digit(input[i], radix))
        .collect(Collectors.joining());
  }

  @Override
  String sample() {
    return digits(new int[] {9, 6}) + "+" + digits(new int[] {1, 2, 5});
  }

  /** Returns digits as far as the radix has them. */
  private String digits(int[] decimal) {
    return Arrays.stream(decimal)
        .mapToObj(digit -> Vocabulary.digit(digit % radix, radix))
        .collect(Collectors.joining());
  }

  @Override
  int[] read(String text) {
    String[] numbers = text.strip().split("\\s*\\+\\s*", -1);
    if (numbers.length != 2 || !isNumber(numbers[0]) || !isNumber(numbers[1])) {
      throw new IllegalArgumentException(
          "Input '%s' is no addition%s. Give one such as \"%s\"."
              .formatted(text, radix == 10 ? "" : " in base " + radix, sample()));
    }
    return rows(List.of(numbers));
  }

  /**
   * Returns numbers in rows of equal length, one after the other. A shorter one is padded on the
   * left with blanks, or with zeros where operands have equal lengths.
   */
  int[] rows(List<String> numbers) {
    int columns = numbers.stream().mapToInt(String::length).max().orElseThrow();
    int[] rows = new int[numbers.size() * columns];
    Arrays.fill(rows, draw.equalLengths ? 0 : radix);
    for (int n = 0; n < numbers.size(); n++) {
      String number = numbers.get(n);
      int start = (n + 1) * columns - number.length();
      for (int i = 0; i < number.length(); i++) {
        rows[start + i] = Character.digit(number.charAt(i), radix);
      }
    }
    return rows;
  }

  private boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c < 128 && Character.digit(c, radix) >= 0);
  }

  /** At most 12 calls per column, plus one final call; there is one column more than digits. */
  @Override
  RunLimits limits(int[] input) {
    int columns = lengthOf(input) + 1;
    return RunLimits.twice(recursive(), 12L * columns + 1, 2 * columns + 1, columns + 4);
  }

  /**
   * Returns all pairs of neighbouring columns, with and without a carry from the right. A frame
   * observes only one column, or one column and its left neighbour.
   */
  @Override
  Stream<int[]> verificationInputs() {
    var columns =
        IntStream.rangeClosed(0, radix)
            .boxed()
            .flatMap(a -> IntStream.rangeClosed(0, radix).mapToObj(b -> new int[] {a, b}))
            .filter(pair -> !draw.equalLengths || (pair[0] == radix) == (pair[1] == radix))
            .toList();
    return columns.stream()
        .flatMap(
            far ->
                columns.stream()
                    .filter(near -> follows(far[0], near[0]) && follows(far[1], near[1]))
                    .flatMap(
                        near ->
                            Stream.of(0, (radix + 1) / 2)
                                .map(
                                    last ->
                                        new int[] {far[0], near[0], last, far[1], near[1], last})));
  }

  /** Returns whether the digits may be neighbours: left of a blank there are only blanks. */
  private boolean follows(int left, int right) {
    return right != radix || left == radix;
  }
}
