package org.seedbed.task.bits;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.seedbed.task.StoredExample;

/**
 * A sequence of steps, each with an input or an answer: first those that are read, then those that
 * are answered, perhaps fewer than the sequence has. Immutable.
 */
public final class BitExample {
  /** Marks a step without an answer. */
  public static final int NOT_ASKED = StoredExample.NOT_ASKED;

  private final BitFormat format;
  private final int[] input;
  private final int[] expected;
  private final int reads;

  /**
   * @param input bits of each step, lowest first, and from bit 16 on its number; 0 for none
   * @param expected bits of each step's answer, or {@link #NOT_ASKED}
   * @throws IllegalArgumentException if the lengths differ or a step does not follow the format
   */
  public BitExample(BitFormat format, int[] input, int[] expected) {
    this.format = format;
    this.input = input.clone();
    this.expected = expected.clone();
    this.reads = readsOf(expected);
    if (input.length != expected.length || input.length == 0) {
      throw new IllegalArgumentException(
          "input has %d steps and expected has %d, must be equal and 1 or more"
              .formatted(input.length, expected.length));
    }
    for (int step = 0; step < input.length; step++) {
      boolean fits =
          input[step] >= 0
              && bits(input[step]) < 1 << format.inputBits()
              && (format.hasNumbers() || number(input[step]) == 0);
      boolean answers = expected[step] >= NOT_ASKED && expected[step] < 1 << format.outputBits();
      if (!fits || !answers) {
        throw new IllegalArgumentException(
            "step %d has input %d and answer %d, which %s does not allow"
                .formatted(step, input[step], expected[step], format));
      }
    }
  }

  private static int bits(int step) {
    return step & 0xffff;
  }

  private static int number(int step) {
    return step >> 16;
  }

  private static int readsOf(int[] expected) {
    return (int) Arrays.stream(expected).takeWhile(answer -> answer == NOT_ASKED).count();
  }

  /** Returns what the steps consist of. */
  public BitFormat format() {
    return format;
  }

  /** Returns the number of steps. */
  public int steps() {
    return input.length;
  }

  /** Returns the number of steps before the first that is answered. */
  public int reads() {
    return reads;
  }

  /** Returns a step's input as a network reads it, {@link BitFormat#inputRows} numbers. */
  public float[] input(int step) {
    float[] rows = new float[format.inputRows()];
    for (int bit = 0; bit < format.inputBits(); bit++) {
      rows[bit] = input[step] >> bit & 1;
    }
    int number = number(input[step]);
    if (number > 0) {
      var numbers = format.numbers();
      rows[format.inputBits()] = (float) ((number - numbers.mean()) * numbers.scale());
    }
    return rows;
  }

  /** Returns whether a step is answered. */
  public boolean isAsked(int step) {
    return expected[step] != NOT_ASKED;
  }

  /** Returns the right answer to a step, {@link BitFormat#outputBits} bits. */
  public float[] expected(int step) {
    float[] rows = new float[format.outputBits()];
    for (int bit = 0; bit < rows.length && isAsked(step); bit++) {
      rows[bit] = expected[step] >> bit & 1;
    }
    return rows;
  }

  /** Returns the number of bits of all answers. */
  public int asked() {
    return format.outputBits() * (int) IntStream.range(0, steps()).filter(this::isAsked).count();
  }

  int[] inputSteps() {
    return input.clone();
  }

  int[] expectedSteps() {
    return expected.clone();
  }

  /** Returns this example and answers to it, from the first answered step on, as lines. */
  public String withAnswers(List<float[]> answers) {
    var lines = new ArrayList<String>();
    for (int i = 0; i < answers.size(); i++) {
      int step = reads + i;
      if (isAsked(step)) {
        String right = text(expected(step));
        String found = text(answers.get(i));
        lines.add("  %s  %s%s".formatted(right, found, right.equals(found) ? "" : "  wrong"));
      }
    }
    return "given     %s%nexpected and answered, step by step%n%s%n"
        .formatted(inputText(), String.join(System.lineSeparator(), lines));
  }

  private String inputText() {
    return IntStream.range(0, reads)
        .mapToObj(
            step -> {
              int number = number(input[step]);
              String bits = text(Arrays.copyOf(input(step), format.inputBits()));
              return number == 0 ? bits : bits + "#" + number;
            })
        .collect(Collectors.joining(" "));
  }

  private static String text(float[] bits) {
    return IntStream.range(0, bits.length)
        .mapToObj(bit -> bits[bit] == 1 ? "1" : "0")
        .collect(Collectors.joining());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BitExample that
        && format.equals(that.format)
        && Arrays.equals(input, that.input)
        && Arrays.equals(expected, that.expected);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(input) + Arrays.hashCode(expected);
  }

  /** Returns the input, an arrow and the answers. */
  @Override
  public String toString() {
    return IntStream.range(0, steps())
        .filter(this::isAsked)
        .mapToObj(step -> text(expected(step)))
        .collect(Collectors.joining(" ", inputText() + " → ", ""));
  }
}
