package org.seedbed.task.trace;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.seedbed.task.trace.Addition.Draw;
import org.seedbed.task.trace.MultiplicationPad.Times;
import org.seedbed.task.trace.Vocabulary.Field;

/**
 * Multiplication by repeated addition: the programs of {@link Addition}, and two that call them.
 * COUNT adds the multiplicand as often as a digit of the multiplier says; MULTIPLY counts for each
 * digit, and shifts the multiplicand. The product is added to a third number.
 */
public final class Multiplication extends TraceTask<MultiplicationPad> {
  private static final int BLANK = Field.BLANK;
  private static final int COUNT = 5;
  private static final int MULTIPLY = 6;
  private static final Pattern SYNTAX =
      Pattern.compile("\\s*([0-9]+)\\s*\\*\\s*([0-9]+)\\s*(?:\\+\\s*([0-9]+)\\s*)?");
  private static final Addition ADDITION = Addition.decimal(Draw.ANY, true);
  private static final Vocabulary VOCABULARY = vocabularyWith(ADDITION.vocabulary());

  Multiplication() {
    super("multiplication", 3, "a product by repeated addition, added to a number", true);
  }

  private static Vocabulary vocabularyWith(Vocabulary addition) {
    return addition.extend(
        List.of("COUNT", "MULTIPLY"),
        List.of(List.of("TAKE", "SHIFT"), List.of(), List.of()),
        List.of(new Field("times", Times.texts())));
  }

  @Override
  public Vocabulary vocabulary() {
    return VOCABULARY;
  }

  @Override
  public Optional<Vocabulary> subprograms() {
    return Optional.of(ADDITION.vocabulary());
  }

  /** The rows have room for the result. */
  @Override
  MultiplicationPad world(int[] input) {
    int length = lengthOf(input);
    int columns = columns(length);
    int[] rows = new int[2 * columns];
    Arrays.fill(rows, BLANK);
    System.arraycopy(input, 0, rows, columns - length, length);
    System.arraycopy(input, 2 * length, rows, 2 * columns - length, length);
    int[] multiplier =
        Arrays.stream(input, length, 2 * length).filter(digit -> digit != BLANK).toArray();
    return new MultiplicationPad(new Scratchpad(rows, BLANK), multiplier);
  }

  /** A product of two numbers plus a third one of this length has at most so many digits. */
  private static int columns(int length) {
    return 2 * length;
  }

  @Override
  public Call main() {
    return Call.of(MULTIPLY);
  }

  @Override
  void carryOut(Call call, MultiplicationPad pad, Tracer<MultiplicationPad> tracer) {
    switch (call.program()) {
      case COUNT -> {
        if (pad.times() == Times.ZERO) {
          tracer.call(Call.NOTHING);
          return;
        }
        tracer.call(Call.of(Addition.ADD));
        tracer.call(MultiplicationPad.TAKE);
        tracer.call(Call.of(COUNT));
      }
      case MULTIPLY -> {
        if (pad.times() == Times.NONE) {
          tracer.call(Call.NOTHING);
          return;
        }
        tracer.call(Call.of(COUNT));
        tracer.call(MultiplicationPad.SHIFT);
        tracer.call(Call.of(MULTIPLY));
      }
      default -> ADDITION.add(call, pad.pad(), tracer);
    }
  }

  @Override
  int[] draw(int length, SplittableRandom random) {
    int longest = random.nextInt(3);
    int[] input = new int[3 * length];
    Arrays.fill(input, BLANK);
    for (int n = 0; n < 3; n++) {
      int digits = n == longest ? length : random.nextInt(1, length + 1);
      ADDITION.number(input, n * length, length, digits, random);
    }
    return input;
  }

  @Override
  int lengthOf(int[] input) {
    return input.length / 3;
  }

  @Override
  String text(int[] input) {
    int length = lengthOf(input);
    return ADDITION.digits(input, 0, length)
        + "*"
        + ADDITION.digits(input, length, 2 * length)
        + "+"
        + ADDITION.digits(input, 2 * length, 3 * length);
  }

  @Override
  String sample() {
    return "96*12+5";
  }

  @Override
  int[] read(String text) {
    var matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "Input '%s' is no multiplication. Give one such as \"96*12\" or \"%s\"."
              .formatted(text, sample()));
    }
    var numbers =
        List.of(
            matcher.group(1), matcher.group(2), matcher.group(3) == null ? "0" : matcher.group(3));
    return ADDITION.rows(numbers);
  }

  /** Each digit of the multiplier adds up to nine times, over all columns and one more. */
  @Override
  RunLimits limits(int[] input) {
    int length = lengthOf(input);
    int columns = columns(length) + 1;
    long additions = 9L * length;
    return RunLimits.twice(
        true, additions * (12L * columns + 4) + 4L * length + 1, 1, columns + length + 16);
  }

  /**
   * Returns the pairs of columns of an addition, which is made once, and all last columns with all
   * last digits of a multiplier and what may come after it. COUNT and MULTIPLY observe only the
   * last column and whether the digit says more.
   */
  @Override
  Stream<int[]> verificationInputs() {
    var additions =
        ADDITION
            .verificationInputs()
            .map(
                pair ->
                    new int[] {
                      pair[0], pair[1], pair[2], BLANK, BLANK, 1, pair[3], pair[4], pair[5]
                    });
    var counts =
        Stream.of("", "0", "1")
            .flatMap(
                before ->
                    IntStream.range(0, 1000)
                        .mapToObj(
                            i ->
                                ADDITION.rows(
                                    List.of("" + i / 100, before + i / 10 % 10, "" + i % 10))));
    return Stream.concat(additions, counts);
  }
}
