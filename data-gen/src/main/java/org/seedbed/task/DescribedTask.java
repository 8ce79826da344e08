package org.seedbed.task;

/**
 * A task that is told its name and description.
 *
 * @param <E> type of its examples
 */
public abstract class DescribedTask<E> implements Task<E> {
  private final String name;
  private final String description;
  private final int trainingLength;

  protected DescribedTask(String name, int trainingLength, String description) {
    this.name = name;
    this.trainingLength = trainingLength;
    this.description = description;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String description() {
    return description;
  }

  @Override
  public final int trainingLength() {
    return trainingLength;
  }
}
