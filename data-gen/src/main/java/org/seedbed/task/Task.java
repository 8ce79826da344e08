package org.seedbed.task;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A family of examples, each a pure function of (task, data seed, level, index). Tasks are found
 * through a {@link TaskProvider}. Any model that accepts examples of type {@code E} can train on
 * them.
 *
 * @param <E> type of the examples
 */
public interface Task<E> {
  /** Returns the full name, {@code group/task}, such as {@code memory/copy}. */
  String name();

  /** Returns the names from earlier versions, which are still accepted. */
  default List<String> formerNames() {
    return List.of();
  }

  /**
   * Returns the key of the random stream that examples are drawn from. It never changes, even when
   * the task is renamed.
   */
  default String stream() {
    return name();
  }

  /** Returns the type of the examples, which matches tasks to models. */
  Class<E> examples();

  /** Returns one sentence that describes the input and the expected output. */
  String description();

  /**
   * Returns a sensible last length of a curriculum: the longest length in published training, if
   * known.
   */
  int trainingLength();

  /** Returns the shortest length that has a level. */
  int shortestLength();

  /** Returns the default levels of a dataset. */
  LevelRange defaultLevels();

  /**
   * Returns the level at {@code length}.
   *
   * @param modulus number of memory cells, or empty for the smallest that fits, at least 8; for
   *     sequence tasks the number of symbols, which the task fixes
   * @throws LevelDoesNotFitException if examples of that length need more cells than {@code
   *     modulus}
   * @throws IllegalArgumentException if the length is below the shortest
   */
  Level level(int length, OptionalInt modulus);

  /** Returns example number {@code index}, the same for equal arguments on any machine. */
  E example(long dataSeed, Level level, long index);

  /** Returns whether the examples do not depend on the data seed, such as the one of a puzzle. */
  default boolean hasFixedExamples() {
    return false;
  }

  /** Returns the example as a dataset stores it. */
  StoredExample stored(E example);

  /** Returns the example that a dataset stored. */
  E restored(StoredExample stored);

  /** Returns whether a dataset also stores the frames of its examples' traces. */
  default boolean hasFrames() {
    return false;
  }

  /** Returns all frames of the example's trace; empty for tasks without traces. */
  default List<StoredFrame> frames(E example) {
    return List.of();
  }

  /** Returns whether the task has adversarial sets: examples that random tests miss. */
  default boolean hasAdversarialSets() {
    return false;
  }

  /**
   * Returns examples that random tests miss, one set per kind and degree.
   *
   * @param length length of the examples
   * @param examples maximum number of examples per set
   * @throws IllegalArgumentException if the task has none; see {@link #hasAdversarialSets}
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
   * Returns examples that together cover every situation that any example can lead to: a model that
   * handles all of them is right on every input. Empty if there is no such finite set.
   */
  default Stream<E> verificationExamples() {
    return Stream.empty();
  }

  /** Returns whether {@link #verificationExamples} returns any. */
  default boolean isVerifiable() {
    return false;
  }

  /** Returns whether the task can list the examples of a level. */
  default boolean listsExamples() {
    return false;
  }

  /**
   * Returns the level of the longest examples that fit a modulus; empty if none fits, or if the
   * task cannot list its examples.
   */
  default Optional<Level> largestLevel(int modulus) {
    return Optional.empty();
  }

  /**
   * Returns every example that {@link #example} can return for a level, each once; empty if the
   * task cannot list them. There may be very many: their number grows exponentially with the
   * length.
   */
  default Stream<E> everyExample(Level level) {
    return Stream.empty();
  }

  /**
   * Returns a sample of a hand-written input, such as {@code 96+125}; empty if the task does not
   * accept such inputs.
   */
  default Optional<String> inputSyntax() {
    return Optional.empty();
  }

  /**
   * Parses a hand-written input into an example.
   *
   * @throws IllegalArgumentException if the task has no {@link #inputSyntax}, or the text does not
   *     follow it
   */
  default E parse(String input) {
    throw new IllegalArgumentException(
        "Task '%s' does not accept hand-written inputs. Omit --input to see a held-out example."
            .formatted(name()));
  }

  /** Returns the length of the level that an example belongs to. */
  int lengthOf(E example);

  /** Returns levels and examples as indented, human-readable lines. */
  String illustration(long dataSeed);
}
