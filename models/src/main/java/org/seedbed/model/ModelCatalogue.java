package org.seedbed.model;

import java.util.List;
import java.util.stream.Stream;
import org.seedbed.task.ClassPathCatalogue;

/** Catalogue of all model families on the class path, by name; see {@link ModelFamily}. */
public final class ModelCatalogue {
  private ModelCatalogue() {}

  /** Returns all families, in class path order. */
  public static List<ModelFamily<?, ?>> families() {
    return catalogue().all();
  }

  /**
   * Returns the family with that name.
   *
   * @throws org.seedbed.task.UnknownNameException if there is none
   */
  public static ModelFamily<?, ?> family(String name) {
    return catalogue().named(name);
  }

  @SuppressWarnings("unchecked") // Class literals carry no type arguments.
  private static ClassPathCatalogue<ModelFamily<?, ?>> catalogue() {
    return ClassPathCatalogue.of(
        "model",
        (Class<ModelFamily<?, ?>>) (Class<?>) ModelFamily.class,
        Stream::of,
        ModelFamily::name);
  }
}
