package org.seedbed.engine.program;

/**
 * A named axis of a tensor's rows, such as {@code (values, 8)}.
 *
 * @param name what its elements are
 * @param size number of elements, 1 or more
 */
public record Axis(String name, int size) {
  public Axis {
    if (size < 1) {
      throw new IllegalArgumentException(
          "axis '%s' has size %d, must be 1 or more".formatted(name, size));
    }
  }

  @Override
  public String toString() {
    return name + "=" + size;
  }
}
