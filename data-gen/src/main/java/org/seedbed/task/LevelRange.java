package org.seedbed.task;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Levels of increasing difficulty: first by length, then by M at the last length. With a single M,
 * a program could exploit wrap-around modulo that M.
 *
 * @param first shortest length, 1 or more
 * @param last longest length, {@code first} or more
 * @param lengths exactly these lengths, in increasing order; empty for every length from first to
 *     last
 * @param modulus M at every length; empty for the smallest M that fits the last length, at least 8
 * @param widenings number of further levels at the last length, each with M larger by one; 0 or
 *     more
 */
public record LevelRange(
    int first, int last, List<Integer> lengths, OptionalInt modulus, int widenings) {
  /** Longest length of a level. */
  public static final int LONGEST = 100_000;

  private static final int MOST = 10_000;

  public LevelRange {
    lengths = List.copyOf(lengths);
    if (!lengths.equals(lengths.stream().filter(n -> n > 0).sorted().distinct().toList())) {
      throw new IllegalArgumentException("lengths are " + lengths + ", must rise from 1 or more");
    }
    if (first < 1 || last < first) {
      throw new IllegalArgumentException(
          "levels are " + first + " … " + last + ", must rise from 1 or more");
    }
    Bounds.check("the last level", last, 1, LONGEST);
    lengths.forEach(length -> Bounds.check("lengths", length, 1, LONGEST));
    Bounds.check("the number of levels", last - first + 1, 1, MOST);
    Bounds.check("widenings", widenings, 0, MOST);
    modulus.ifPresent(m -> Bounds.check("modulus", m, 4, 2 * LONGEST));
  }

  /** The level of one length. */
  public static LevelRange only(int length) {
    return new LevelRange(length, length, List.of(), OptionalInt.empty(), 0);
  }

  /**
   * Returns the levels for a task.
   *
   * @throws LevelDoesNotFitException if the last level does not fit the modulus
   */
  public List<Level> of(Task<?> task) {
    var all = lengths.isEmpty() ? IntStream.rangeClosed(first, last).boxed().toList() : lengths;
    int longest = all.get(all.size() - 1);
    int shared = task.level(longest, modulus).modulus();
    return Stream.concat(
            all.stream().map(n -> task.level(n, OptionalInt.of(shared))),
            IntStream.rangeClosed(1, widenings)
                .mapToObj(w -> task.level(longest, OptionalInt.of(shared + w))))
        .toList();
  }
}
