package org.seedbed.model.population;

import java.util.List;
import org.seedbed.task.Bounds;

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
    double size = shape.stream().mapToDouble(Integer::doubleValue).reduce(1, (a, b) -> a * b);
    Bounds.check(
        size <= 1 << 27, "the size of parameter '" + name + "'", size, "at most " + (1 << 27));
  }

  /**
   * Returns the parameter of a dense layer, {@code [outputs, inputs + 1]} with biases in the last
   * column, all of which are drawn alike (see {@link Initializer#glorot}).
   */
  public static Parameter dense(String name, int inputs, int outputs) {
    return new Parameter(name, List.of(outputs, inputs + 1), Initializer.glorot(inputs, outputs));
  }

  /** Number of values per seed. */
  public int size() {
    return shape.stream().reduce(1, Math::multiplyExact);
  }
}
