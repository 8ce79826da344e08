package org.seedbed.task;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A family of examples, each a pure function of (task, data seed, level, index). Tasks are found
 * through a {@link TaskProvider}; any model that takes examples of type {@code E} trains on them.
 *
 * @param <E> type of its examples
 */
public interface Task<E> {
  /** Full name, {@code group/task}, such as {@code memory/copy}. */
  String name();

  /** Names that it had in earlier versions; they are still accepted. */
  default List<String> formerNames() {
    return List.of();
  }

  /**
   * Key of the random stream that examples are drawn from. It never changes, even when the task is
   * renamed.
   */
  default String stream() {
    return name();
  }

  /** Type of the examples, by which models and tasks find each other. */
  Class<E> examples();

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

  /** Whether a dataset also holds the frames of the examples' traces. */
  default boolean hasFrames() {
    return false;
  }

  /** All frames of the example's trace; empty for tasks without traces. */
  default List<StoredFrame> frames(E example) {
    return List.of();
  }

  /** Whether the task has examples that random tests miss. */
  default boolean hasAdversarialSets() {
    return false;
  }

  /**
   * Examples that random tests miss, one set per kind and degree.
   *
   * @param length of the examples
   * @param examples most examples of each set
   * @throws IllegalArgumentException when the task has none, see {@link #hasAdversarialSets}
   */
  default List<AdversarialSet<E>> adversarialSets(int length, long dataSeed, int examples) {
    throw new IllegalArgumentException(
        "Task '%s' has no adversarial inputs. These tasks have: %s."
            .formatted(
                name(),
                TaskCatalogue.tasks().stream()
                    .filter(Task::hasAdversarialSets)
                    .map(Task::name)
                    .collect(Collectors.joining(", "))));
  }

  /**
   * Examples that together show every situation that any example can lead to, so that who handles
   * all of them is right on every input; empty where there is no such finite set.
   */
  default Stream<E> verificationExamples() {
    return Stream.empty();
  }

  /** Whether {@link #verificationExamples} has any. */
  default boolean isVerifiable() {
    return false;
  }

  /** How an input is written by hand, by example, such as {@code 96+125}; empty if it cannot be. */
  default Optional<String> inputSyntax() {
    return Optional.empty();
  }

  /**
   * The example with an input that was written by hand.
   *
   * @throws IllegalArgumentException when the task has no {@link #inputSyntax}, or the text does
   *     not follow it
   */
  default E parse(String input) {
    throw new IllegalArgumentException(
        "Task '%s' takes no input of your own. Leave --input out to see a held-out example."
            .formatted(name()));
  }

  /** Length of the level that an example belongs to. */
  int lengthOf(E example);

  /** Levels and examples for people to read, indented lines. */
  String illustration(long dataSeed);
}
