package org.seedbed.task.trace;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * Base class of tasks that sort digits; an input is the digits in any order.
 *
 * @param <W> type of the world
 */
abstract class SortingTask<W extends World> extends TraceTask<W> {
  SortingTask(String name, int trainingLength, String description, boolean recursive) {
    super(
        name,
        trainingLength,
        "digits in any order: the digits in ascending order, " + description,
        recursive);
  }

  @Override
  final int[] draw(int length, SplittableRandom random) {
    return random.ints(length, 0, Vocabulary.Field.BLANK).toArray();
  }

  @Override
  final int lengthOf(int[] input) {
    return input.length;
  }

  @Override
  final String text(int[] input) {
    return Arrays.stream(input).mapToObj(String::valueOf).collect(Collectors.joining(" "));
  }

  @Override
  final int[] read(String text) {
    String digits = text.replaceAll("[\\s,]", "");
    if (!digits.matches("[0-9]+")) {
      throw new IllegalArgumentException(
          "Input '%s' is no list of digits. Give one such as \"5 2 7\".".formatted(text));
    }
    return digits.chars().map(digit -> digit - '0').toArray();
  }

  @Override
  final String sample() {
    return "5 2 7";
  }

  /** Returns {@code length} digits of a number in a base, most significant first. */
  static int[] digitsOf(int number, int base, int length) {
    int[] digits = new int[length];
    int rest = number;
    for (int i = length - 1; i >= 0; i--) {
      digits[i] = rest % base;
      rest /= base;
    }
    return digits;
  }
}
