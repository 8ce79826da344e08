package org.seedbed.engine.operation;

import org.seedbed.engine.kernel.MatrixProduct;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Matrix;

/**
 * The three matrix products of a layer with weights W, {@code [rows, columns]}, on {@code lanes}
 * lanes. Each is added to what is there.
 */
final class LayerProducts {
  /** Lanes that the inputs are transposed by at a time for {@link #ofWeights}. */
  static final int CHUNK = 64;

  private LayerProducts() {}

  /** y += W·x. */
  static void ofOutput(
      Arena arena, Matrix weights, int x, int xStride, int y, int yStride, int lanes) {
    MatrixProduct.add(
        arena.parameters(),
        arena.parametersAt() + weights.at(),
        weights.stride(),
        false,
        arena.values(),
        x,
        xStride,
        arena.values(),
        y,
        yStride,
        weights.rows(),
        lanes,
        weights.columns());
  }

  /** dx += Wᵀ·dy. */
  static void ofInput(
      Arena arena, Matrix weights, int dy, int yStride, int dx, int xStride, int lanes) {
    MatrixProduct.add(
        arena.parameters(),
        arena.parametersAt() + weights.at(),
        weights.stride(),
        true,
        arena.values(),
        dy,
        yStride,
        arena.values(),
        dx,
        xStride,
        weights.columns(),
        lanes,
        weights.rows());
  }

  /**
   * dW += dy·xᵀ.
   *
   * @param transposed x, transposed: rows {@code stride} apart, at least as wide as a packed row
   */
  static void ofWeights(
      Arena arena, Matrix weights, int dy, int yStride, int transposed, int stride, int lanes) {
    MatrixProduct.add(
        arena.values(),
        dy,
        yStride,
        false,
        arena.values(),
        transposed,
        stride,
        arena.gradient(),
        arena.gradientAt() + weights.at(),
        weights.stride(),
        weights.rows(),
        weights.stride(),
        lanes);
  }
}
