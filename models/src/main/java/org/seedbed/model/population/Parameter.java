package org.seedbed.model.population;

import java.util.List;

/**
 * A named parameter of a model, for a single seed.
 *
 * @param name its name, unique in the model, such as {@code controller/output}
 * @param shape its shape without the seed axis; all sizes 1 or more
 * @param initial distribution of its initial values
 */
public record Parameter(String name, List<Integer> shape, Initializer initial) {
  public Parameter {
    shape = List.copyOf(shape);
    if (name.isBlank()) {
      throw new IllegalArgumentException("a parameter's name is blank");
    }
    if (shape.stream().anyMatch(size -> size < 1)) {
      throw new IllegalArgumentException(
          "parameter '" + name + "' has shape " + shape + ", all sizes must be 1 or more");
    }
  }

  /** Number of values per seed. */
  public int size() {
    return shape.stream().reduce(1, Math::multiplyExact);
  }
}
