package org.seedbed.model;

import java.util.List;
import java.util.stream.Stream;
import org.seedbed.task.ClassPathCatalogue;

/** All model families that the class path holds, by name; see {@link ModelFamily}. */
public final class ModelCatalogue {
  private ModelCatalogue() {}

  /** Every family, in the order of the class path. */
  public static List<ModelFamily<?, ?>> families() {
    return catalogue().all();
  }

  /**
   * The family of that name.
   *
   * @throws org.seedbed.task.UnknownNameException when there is none
   */
  public static ModelFamily<?, ?> family(String name) {
    return catalogue().named(name);
  }

  @SuppressWarnings("unchecked") // Class literals know no type parameters.
  private static ClassPathCatalogue<ModelFamily<?, ?>> catalogue() {
    return ClassPathCatalogue.of(
        "model",
        (Class<ModelFamily<?, ?>>) (Class<?>) ModelFamily.class,
        Stream::of,
        ModelFamily::name);
  }
}
