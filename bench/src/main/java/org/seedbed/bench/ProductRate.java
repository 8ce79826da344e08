package org.seedbed.bench;

import org.seedbed.engine.kernel.MatrixProduct;
import org.seedbed.engine.program.Arena;

/**
 * The machine's rate of matrix products in 32 bits on one core: that of the engine's own kernel on
 * matrices in the cache. PyTorch's library is no measure of a machine: on some processors it runs
 * at less than half of their rate.
 */
final class ProductRate {
  private static final int ROWS = 240;
  private static final int DEPTH = 64;
  private static final int LANES = 64;
  private static final long NANOS = 100_000_000;

  private ProductRate() {}

  /** Returns the best GFLOP/s of several tries within a fifth of a second. */
  static double gigaflops() {
    float[] w = Arena.allocate(ROWS * DEPTH);
    float[] x = Arena.allocate(DEPTH * LANES);
    float[] y = Arena.allocate(ROWS * LANES);
    int at = Arena.origin();
    double best = 0;
    long started = System.nanoTime();
    while (System.nanoTime() - started < 2 * NANOS) {
      int products = 200;
      long before = System.nanoTime();
      for (int i = 0; i < products; i++) {
        MatrixProduct.add(w, at, DEPTH, false, x, at, LANES, y, at, LANES, ROWS, LANES, DEPTH);
      }
      long nanos = System.nanoTime() - before;
      best = Math.max(best, 2.0 * products * ROWS * DEPTH * LANES / nanos);
    }
    return best;
  }
}
