package org.seedbed.task;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Levels of rising difficulty: by length first, then by M at the last length. The last ones matter:
 * at one M alone a program may pass that counts on sums to wrap around at just that M.
 *
 * @param first shortest length, 1 or more
 * @param last longest length, {@code first} or more
 * @param lengths rising, to have just these lengths; empty for each from first to last
 * @param modulus M at every length; empty for the smallest that fits the last, but 8 at least
 * @param widenings further levels at the last length, each with M one larger, 0 or more
 */
public record LevelRange(
    int first, int last, List<Integer> lengths, OptionalInt modulus, int widenings) {
  public LevelRange {
    lengths = List.copyOf(lengths);
    if (!lengths.equals(lengths.stream().filter(n -> n > 0).sorted().distinct().toList())) {
      throw new IllegalArgumentException("lengths are " + lengths + ", must rise from 1 or more");
    }
    if (first < 1 || last < first) {
      throw new IllegalArgumentException(
          "levels are " + first + " … " + last + ", must rise from 1 or more");
    }
    if (widenings < 0) {
      throw new IllegalArgumentException("widenings are " + widenings + ", must be 0 or more");
    }
  }

  /**
   * The levels for a task.
   *
   * @throws LevelDoesNotFitException when the last does not fit the modulus
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
