package org.seedbed.task;

import java.util.OptionalInt;

/**
 * A family of examples, each a pure function of (task, data seed, level, index).
 *
 * @param <E> type of its examples
 */
public interface Task<E> {
  /** Full name, {@code model family/task}, such as {@code nram/copy}. */
  String name();

  /** One sentence on what the input means and what is asked for. */
  String description();

  /**
   * A sensible end of a curriculum: the longest length of published training, where it is known.
   */
  int trainingLength();

  /** The shortest length that has a level. */
  int shortestLength();

  /** The levels of a dataset that nothing else is asked of. */
  LevelRange defaultLevels();

  /**
   * The level at {@code length}.
   *
   * @param modulus number of memory cells, or empty for the smallest that fits, but 8 at least; of
   *     a sequence the number of symbols, which is the task's own
   * @throws LevelDoesNotFitException when examples of that length need more cells than {@code
   *     modulus}
   * @throws IllegalArgumentException when the length is below the shortest
   */
  Level level(int length, OptionalInt modulus);

  /** Example number {@code index}, the same for equal arguments everywhere. */
  E example(long dataSeed, Level level, long index);

  /** How a dataset holds the example. */
  StoredExample stored(E example);

  /** The example that a dataset held. */
  E restored(StoredExample stored);
}
