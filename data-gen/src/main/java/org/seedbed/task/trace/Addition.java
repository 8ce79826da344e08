package org.seedbed.task.trace;

import static org.seedbed.task.trace.Vocabulary.Field.BLANK;

import java.util.Arrays;
import java.util.List;
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
  private static final int ADD = 1;
  private static final int ADD1 = 2;
  private static final int CARRY = 3;
  private static final int LSHIFT = 4;
  private static final Vocabulary VOCABULARY =
      new Vocabulary(
          List.of("ACT", "ADD", "ADD1", "CARRY", "LSHIFT"),
          List.of(
              Vocabulary.values("WRITE", "LEFT", "RIGHT"),
              Vocabulary.values("IN1", "IN2", "CARRY", "OUT"),
              Vocabulary.values("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")),
          List.of(
              Field.digit("in1"), Field.digit("in2"), Field.digit("carry"), Field.digit("out")));

  Addition(boolean recursive) {
    super("addition", 20, "two numbers on a scratchpad: their sum", recursive);
  }

  @Override
  public Vocabulary vocabulary() {
    return VOCABULARY;
  }

  @Override
  Scratchpad world(int[] input) {
    return new Scratchpad(input);
  }

  @Override
  void carryOut(Call call, Scratchpad pad, Tracer<Scratchpad> tracer) {
    switch (call.program()) {
      case ADD -> add(pad, tracer);
      case ADD1 -> {
        int sum = pad.digit(Row.IN1) + pad.digit(Row.IN2) + pad.digit(Row.CARRY);
        tracer.call(Scratchpad.write(Row.OUT, sum % 10));
        if (sum >= 10) {
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

  private void add(Scratchpad pad, Tracer<Scratchpad> tracer) {
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
    int shorter = random.nextInt(1, length + 1);
    boolean firstIsLonger = random.nextBoolean();
    int[] input = new int[2 * length];
    Arrays.fill(input, BLANK);
    number(input, 0, length, firstIsLonger ? length : shorter, random);
    number(input, length, length, firstIsLonger ? shorter : length, random);
    return input;
  }

  private static void number(
      int[] input, int start, int columns, int digits, SplittableRandom random) {
    for (int i = columns - digits; i < columns; i++) {
      input[start + i] = random.nextInt(10);
    }
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

  private static String digits(int[] input, int start, int end) {
    return IntStream.range(start, end)
        .filter(i -> input[i] != BLANK)
        .mapToObj(i -> String.valueOf(input[i]))
        .collect(Collectors.joining());
  }

  @Override
  String sample() {
    return "96+125";
  }

  @Override
  int[] read(String text) {
    String[] numbers = text.strip().split("\\s*\\+\\s*", -1);
    if (numbers.length != 2 || !numbers[0].matches("[0-9]+") || !numbers[1].matches("[0-9]+")) {
      throw new IllegalArgumentException(
          "Input '%s' is no addition. Give one such as \"96+125\".".formatted(text));
    }
    int columns = Math.max(numbers[0].length(), numbers[1].length());
    int[] input = new int[2 * columns];
    Arrays.fill(input, BLANK);
    for (int n = 0; n < 2; n++) {
      int start = (n + 1) * columns - numbers[n].length();
      for (int i = 0; i < numbers[n].length(); i++) {
        input[start + i] = numbers[n].charAt(i) - '0';
      }
    }
    return input;
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
        IntStream.rangeClosed(0, BLANK)
            .boxed()
            .flatMap(a -> IntStream.rangeClosed(0, BLANK).mapToObj(b -> new int[] {a, b}))
            .toList();
    return columns.stream()
        .flatMap(
            far ->
                columns.stream()
                    .filter(near -> follows(far[0], near[0]) && follows(far[1], near[1]))
                    .flatMap(
                        near ->
                            Stream.of(0, 5)
                                .map(
                                    last ->
                                        new int[] {far[0], near[0], last, far[1], near[1], last})));
  }

  /** Returns whether the digits may be neighbours: left of a blank there are only blanks. */
  private static boolean follows(int left, int right) {
    return right != BLANK || left == BLANK;
  }
}
