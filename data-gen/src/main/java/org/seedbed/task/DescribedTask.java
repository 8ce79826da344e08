package org.seedbed.task;

import java.util.List;
import java.util.OptionalInt;

/**
 * Base class of tasks whose names and description are passed to the constructor.
 *
 * @param <E> type of the examples
 */
public abstract class DescribedTask<E> implements Task<E> {
  private static final int LEVELS_SHOWN = 3;

  private final Names names;
  private final Class<E> examples;
  private final int trainingLength;
  private final String description;

  /**
   * @param group first part of the name, such as {@code memory}
   * @param formerGroup the group in earlier versions, which keys the random stream
   * @param name second part of both names
   */
  protected DescribedTask(
      String group, String formerGroup, String name, Class<E> examples, Description description) {
    this(Names.of(group, formerGroup, name), examples, description);
  }

  /** For a task whose names do not follow from one another. */
  protected DescribedTask(Names names, Class<E> examples, Description description) {
    this.names = names;
    this.examples = examples;
    this.trainingLength = description.trainingLength();
    this.description = description.text();
  }

  /**
   * The names of a task.
   *
   * @param now see {@link Task#name}
   * @param former see {@link Task#formerNames}
   * @param stream see {@link Task#stream}
   */
  public record Names(String now, List<String> former, String stream) {
    public Names {
      former = List.copyOf(former);
    }

    /** The names of a task that was never renamed. */
    public static Names unchanged(String name) {
      return new Names(name, List.of(), name);
    }

    /**
     * The names of a task whose group was renamed.
     *
     * @param group first part of the name
     * @param formerGroup the group in earlier versions, which keys the random stream
     * @param name second part of both names
     */
    public static Names of(String group, String formerGroup, String name) {
      String former = formerGroup + "/" + name;
      return new Names(group + "/" + name, List.of(former), former);
    }
  }

  /**
   * The training length and the description of a task.
   *
   * @param trainingLength see {@link Task#trainingLength}
   * @param text see {@link Task#description}
   */
  public record Description(int trainingLength, String text) {}

  @Override
  public final String name() {
    return names.now();
  }

  @Override
  public final List<String> formerNames() {
    return names.former();
  }

  @Override
  public final String stream() {
    return names.stream();
  }

  @Override
  public final Class<E> examples() {
    return examples;
  }

  @Override
  public final String description() {
    return description;
  }

  @Override
  public final int trainingLength() {
    return trainingLength;
  }

  /** Returns the display name of what a level's modulus counts, such as {@code symbols}. */
  protected abstract String modulusName();

  /**
   * Checks a level of a task that fixes the modulus.
   *
   * @param own the task's modulus
   * @throws IllegalArgumentException if the length is below the shortest, or another modulus was
   *     asked for
   */
  protected final void checkLevel(int length, OptionalInt modulus, int own) {
    if (length < shortestLength()) {
      throw new IllegalArgumentException(
          "Level %d of task '%s' is too short, must be %d or more."
              .formatted(length, name(), shortestLength()));
    }
    if (modulus.orElse(own) != own) {
      throw new IllegalArgumentException(
          ("Task '%s' has %d %s, a modulus of %d was asked for. Omit the modulus and set"
                  + " widenings to 0.")
              .formatted(name(), own, modulusName(), modulus.getAsInt()));
    }
  }

  @Override
  public String illustration(long dataSeed) {
    var text = new StringBuilder();
    for (int length = shortestLength(); length < shortestLength() + LEVELS_SHOWN; length++) {
      var level = level(length, OptionalInt.empty());
      text.append(
          "    level %d  %s = %2d  time steps %2d   %s%n"
              .formatted(
                  length,
                  modulusName(),
                  level.modulus(),
                  level.timeSteps(),
                  example(dataSeed, level, 0)));
    }
    return text.toString();
  }
}
