package org.seedbed.task.sequence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.seedbed.task.Bounds;

/**
 * A language whose words are runs of letters with counts n and m, such as aⁿbᵐcⁿ⁺ᵐ. Input: the runs
 * that are free. Output: the runs that follow from them, then padding as the word's end.
 */
public final class CountingLanguage extends SequenceTask {
  /** Longest n of one free count in training (Joulin and Mikolov, 2015, section 5.1). */
  private static final int TRAINING_COUNT = 20;

  /** Longest length of a level: the words of a length are counted one by one. */
  private static final int LONGEST = 1000;

  private static final Alphabet LETTERS = new Alphabet(List.of("a", "b", "c", "d"), "");

  private final int freeRuns;
  private final Counts counts;

  /** The counts of the letters a, b, c and d in the output. */
  @FunctionalInterface
  interface Counts {
    int[] of(int n, int m);
  }

  /**
   * @param freeRuns runs of the input: aⁿ, or aⁿ and bᵐ
   * @param counts of the output's letters
   */
  CountingLanguage(String name, String words, int freeRuns, Counts counts) {
    super(
        Names.unchanged("language/" + name),
        TRAINING_COUNT + 1,
        "the beginning of a word %s: its rest, and its end".formatted(words),
        LETTERS);
    this.freeRuns = freeRuns;
    this.counts = counts;
  }

  /** Returns the positions of a word: those of the longer of its input and its output. */
  private int positions(int n, int m) {
    int given = freeRuns == 1 ? n : n + m;
    return Math.max(given, Arrays.stream(counts.of(n, m)).sum() + 1);
  }

  /**
   * Returns the largest m that a word may have beside n, or 0, if it has at most so many positions.
   */
  private int largestM(int n, int most) {
    int m = 0;
    while ((m == 0 || freeRuns == 2) && positions(n, m + 1) <= most) {
      m++;
    }
    return m;
  }

  @Override
  public int shortestLength() {
    return positions(1, 1);
  }

  /** Positions grow with either count, so the longest word of each n has the largest m. */
  @Override
  int positions(int length) {
    Bounds.check("the length of a level of task '" + name() + "'", length, 1, LONGEST);
    int positions = 0;
    int m = largestM(1, length);
    for (int n = 1; m > 0; m = largestM(++n, length)) {
      positions = Math.max(positions, positions(n, m));
    }
    return positions;
  }

  @Override
  SequenceExample draw(int length, SplittableRandom random) {
    int positions = positions(length);
    var words = new ArrayList<int[]>();
    int m = largestM(1, positions);
    for (int n = 1; m > 0; m = largestM(++n, positions)) {
      if (positions(n, m) == positions) {
        words.add(new int[] {n, m});
      }
    }
    int[] word = words.get(random.nextInt(words.size()));
    return exampleOf(word[0], word[1]);
  }

  /**
   * Returns the example with these counts, 1 or more.
   *
   * @param m is not used if only one run is free
   */
  public SequenceExample exampleOf(int n, int m) {
    int positions = positions(n, m);
    int[] expected = runs(positions, counts.of(n, m));
    int end = Arrays.stream(counts.of(n, m)).sum() + 1;
    Arrays.fill(expected, end, positions, SequenceExample.NOT_ASKED);
    return new SequenceExample(
        LETTERS, runs(positions, freeRuns == 1 ? new int[] {n} : new int[] {n, m}), expected);
  }

  /** Returns runs of letters, then padding. */
  private static int[] runs(int length, int[] counts) {
    int[] symbols = new int[length];
    int at = 0;
    for (int letter = 0; letter < counts.length; letter++) {
      Arrays.fill(symbols, at, at + counts[letter], LETTERS.symbol(letter));
      at += counts[letter];
    }
    return symbols;
  }
}
