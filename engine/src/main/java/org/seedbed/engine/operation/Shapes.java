package org.seedbed.engine.operation;

import org.seedbed.engine.program.Place;
import org.seedbed.engine.program.Tensor;

/** Checks of shapes, and rows that are repeated. */
final class Shapes {
  private Shapes() {}

  /** Checks that two tensors have the same shape. */
  static void requireSame(Tensor x, Tensor y) {
    if (x.rows() != y.rows() || x.lanes() != y.lanes()) {
      throw new IllegalArgumentException("tensors %s and %s differ in shape".formatted(x, y));
    }
  }

  /** Checks that {@code y} has the shape of {@code x}, or one row of it. */
  static void requireRowsOrOne(Tensor x, Tensor y) {
    if (y.rows() != 1) {
      requireSame(x, y);
    } else if (x.lanes() != y.lanes()) {
      throw new IllegalArgumentException("tensors %s and %s differ in lanes".formatted(x, y));
    }
  }

  /** Returns the row that stands for row {@code r}: the only one, if there is one only. */
  static int row(Place place, int r) {
    return place.rows() == 1 ? 0 : r;
  }
}
