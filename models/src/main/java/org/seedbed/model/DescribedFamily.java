package org.seedbed.model;

/**
 * Base class of model families whose names and types are passed to the constructor.
 *
 * @param <S> type of the settings
 * @param <E> type of the examples
 */
public abstract class DescribedFamily<S extends Record, E> implements ModelFamily<S, E> {
  private final Names names;
  private final Class<S> settings;
  private final Class<E> examples;

  /**
   * Names of a family.
   *
   * @param name see {@link ModelFamily#name}
   * @param title see {@link ModelFamily#title}
   * @param section see {@link ModelFamily#section}
   */
  public record Names(String name, String title, String section) {}

  protected DescribedFamily(Names names, Class<S> settings, Class<E> examples) {
    this.names = names;
    this.settings = settings;
    this.examples = examples;
  }

  @Override
  public final String name() {
    return names.name();
  }

  @Override
  public final String title() {
    return names.title();
  }

  @Override
  public final String section() {
    return names.section();
  }

  @Override
  public final Class<S> settings() {
    return settings;
  }

  @Override
  public final Class<E> examples() {
    return examples;
  }
}
