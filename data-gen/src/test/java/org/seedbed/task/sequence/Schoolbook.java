package org.seedbed.task.sequence;

import java.util.Arrays;

/**
 * The expected output of each task, computed digit by digit as on paper; independent of the
 * oracles.
 */
final class Schoolbook {
  private Schoolbook() {}

  static int[] expected(String task, int[] padded) {
    int own = padded.length;
    while (padded[own - 1] == 0) {
      own--;
    }
    int outputs = task.equals("sequence/duplicate") ? 2 * own : own;
    int[] expected = expectedOf(task, Arrays.copyOf(padded, outputs));
    int[] all = notAsked(padded.length);
    System.arraycopy(expected, 0, all, 0, outputs);
    return all;
  }

  private static int[] expectedOf(String task, int[] input) {
    return switch (task) {
      case "sequence/copy", "sequence/copy-128" -> input.clone();
      case "sequence/reverse", "sequence/reverse-128" -> {
        int[] output = new int[input.length];
        for (int i = 0; i < input.length; i++) {
          output[input.length - 1 - i] = input[i];
        }
        yield output;
      }
      case "sequence/sort" -> {
        int[] counts = new int[8];
        for (int symbol : input) {
          counts[symbol]++;
        }
        int[] output = new int[input.length];
        int at = 0;
        for (int symbol = 0; symbol < counts.length; symbol++) {
          for (int i = 0; i < counts[symbol]; i++) {
            output[at++] = symbol;
          }
        }
        yield output;
      }
      case "sequence/duplicate" -> {
        int[] output = input.clone();
        System.arraycopy(input, 0, output, input.length / 2, input.length / 2);
        yield output;
      }
      case "sequence/bigram-flip", "sequence/bigram-flip-128" -> {
        int[] output = new int[input.length];
        for (int i = 0; i < input.length; i += 2) {
          output[i] = input[i + 1];
          output[i + 1] = input[i];
        }
        yield output;
      }
      case "sequence/badd-unaligned" -> unalignedSum(input);
      case "sequence/badd", "sequence/carry" -> sum(2, input);
      case "sequence/badd-padded" -> {
        int[] output = sum(2, input);
        int last = input.length / 2;
        while (last > 0 && output[last] == 1) { // the symbol of digit 0
          output[last--] = 0;
        }
        yield output;
      }
      case "sequence/qadd" -> sum(4, input);
      case "sequence/add" -> sum(10, input);
      case "sequence/bmul" -> product(2, input);
      case "sequence/qmul" -> product(4, input);
      case "sequence/mul" -> product(10, input);
      default -> throw new IllegalArgumentException(task);
    };
  }

  private static int[] notAsked(int n) {
    int[] output = new int[n];
    Arrays.fill(output, -1);
    return output;
  }

  private static int[] sum(int base, int[] input) {
    int k = input.length / 2;
    int[] output = notAsked(input.length);
    int carry = 0;
    for (int i = 0; i < k; i++) {
      int column = input[i] - 1 + input[k + 1 + i] - 1 + carry;
      output[i] = column % base + 1;
      carry = column / base;
    }
    output[k] = carry + 1;
    return output;
  }

  /**
   * Adds numbers around a sign, 3, from their last digits on; the symbols of digits are 1 and 2.
   */
  private static int[] unalignedSum(int[] input) {
    int sign = 0;
    while (input[sign] != 3) {
      sign++;
    }
    int[] output = notAsked(input.length);
    int carry = 0;
    int at = 0;
    int first = sign - 1;
    int second = input.length - 1;
    while (first >= 0 || second > sign || carry > 0) {
      int column = carry;
      column += first >= 0 ? input[first--] - 1 : 0;
      column += second > sign ? input[second--] - 1 : 0;
      output[at++] = column % 2 + 1;
      carry = column / 2;
    }
    output[at] = 0;
    return output;
  }

  private static int[] product(int base, int[] input) {
    int k = input.length / 2;
    int[] digits = new int[2 * k];
    for (int i = 0; i < k; i++) {
      int carry = 0;
      for (int j = 0; j < k; j++) {
        int cell = digits[i + j] + (input[i] - 1) * (input[k + 1 + j] - 1) + carry;
        digits[i + j] = cell % base;
        carry = cell / base;
      }
      digits[i + k] += carry;
    }
    int[] output = notAsked(input.length);
    for (int i = 0; i < 2 * k; i++) {
      output[i] = digits[i] + 1;
    }
    return output;
  }

  /** Returns a 1 for each column that carries, least significant first. */
  static String carries(int base, int[] a, int[] b) {
    var carries = new StringBuilder();
    int carry = 0;
    for (int i = 0; i < a.length; i++) {
      carry = (a[i] + b[i] + carry) / base;
      carries.append(carry);
    }
    return carries.toString();
  }
}
