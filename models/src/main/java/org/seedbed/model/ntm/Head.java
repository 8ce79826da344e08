package org.seedbed.model.ntm;

import java.util.List;
import org.seedbed.model.recurrent.VectorAlgebra;

/**
 * The addressing of a head by content and by place (Graves et al., 2014, section 3.3, eq. 5 to 9).
 *
 * @param <V> a vector
 */
final class Head<V> {
  private static final int SHIFTS = 3;

  /** Weights below it count as it, so that their logarithm is finite. */
  private static final float FLOOR = 1e-30f;

  private final VectorAlgebra<V> algebra;
  private final int width;
  private V weights; // [N]

  /**
   * @param width W, the size of the memory's cells
   * @param first weights before the first step, {@code [N]}
   */
  Head(VectorAlgebra<V> algebra, int width, V first) {
    this.algebra = algebra;
    this.width = width;
    this.weights = first;
  }

  /** Returns the number of rows of a head's parameters: key, β, g, shifts and γ. */
  static int rows(int width) {
    return width + 2 + SHIFTS + 1;
  }

  /**
   * Returns the weights of the memory's cells, {@code [N]}.
   *
   * @param memory {@code [N, W]}
   * @param parameters {@link #rows} of them
   */
  V next(V memory, V parameters) {
    var key = algebra.tanh(algebra.range(parameters, 0, width));
    var strength = algebra.softplus(algebra.range(parameters, width, 1));
    var gate = algebra.sigmoid(algebra.range(parameters, width + 1, 1));
    var shift = algebra.softmax(algebra.range(parameters, width + 2, SHIFTS));
    var sharpening =
        algebra.affine(algebra.softplus(algebra.range(parameters, width + 2 + SHIFTS, 1)), 1, 1);
    var byContent =
        algebra.softmax(algebra.multiply(algebra.cosine(memory, key, Ntm.EPSILON), strength));
    var gated = algebra.multiplyAdd(algebra.subtract(byContent, weights), gate, weights);
    var shifted =
        algebra.choose(shift, List.of(algebra.roll(gated, -1), gated, algebra.roll(gated, 1)));
    // The softmax of γ·log w is w^γ / Σ w^γ.
    var logarithms = algebra.multiply(algebra.negativeLog(shifted, FLOOR), sharpening);
    weights = algebra.softmax(algebra.affine(logarithms, -1, 0));
    return weights;
  }
}
