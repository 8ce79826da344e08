package org.seedbed.model.nram;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import org.seedbed.model.population.Tensors;

/**
 * Linear maps over distributions on 0 … M−1, as constant matrices. Each shift, cumulative sum or
 * circulant becomes one matrix product.
 *
 * @param modulus M
 * @param successor {@code [M, M]}: distribution of a + 1
 * @param predecessor {@code [M, M]}: distribution of a − 1
 * @param circulant {@code [M·M, M]}: row (i, v) picks b[v − i], for a + b
 * @param reflected {@code [M·M, M]}: row (i, v) picks b[i − v], for a − b
 * @param above {@code [M, M]}: P(b > i)
 * @param atLeast {@code [M, M]}: P(b ≥ i)
 * @param below {@code [M, M]}: P({@code b < i})
 * @param atMost {@code [M, M]}: P(b ≤ i)
 * @param truth {@code [M, M]}: maps its argument, with sum p, to (−p, p, 0, …)
 * @param zero {@code [1, M, 1]}: the integer 0 with certainty
 */
record ModularConstants(
    int modulus,
    NDArray successor,
    NDArray predecessor,
    NDArray circulant,
    NDArray reflected,
    NDArray above,
    NDArray atLeast,
    NDArray below,
    NDArray atMost,
    NDArray truth,
    NDArray zero) {

  /** Constants for a modulus, owned by {@code manager}. */
  static ModularConstants of(NDManager manager, int modulus, DataType type) {
    int m = modulus;
    return new ModularConstants(
        m,
        matrix(manager, type, m, m, (v, a) -> v == (a + 1) % m),
        matrix(manager, type, m, m, (v, a) -> v == (a - 1 + m) % m),
        matrix(manager, type, m * m, m, (iv, b) -> b == (iv % m - iv / m + m) % m),
        matrix(manager, type, m * m, m, (iv, b) -> b == (iv / m - iv % m + m) % m),
        matrix(manager, type, m, m, (i, b) -> b > i),
        matrix(manager, type, m, m, (i, b) -> b >= i),
        matrix(manager, type, m, m, (i, b) -> b < i),
        matrix(manager, type, m, m, (i, b) -> b <= i),
        truth(manager, type, m),
        matrix(manager, type, 1, m, (row, v) -> v == 0).reshape(1, m, 1));
  }

  private interface Cell {
    boolean isOne(int row, int column);
  }

  private static NDArray matrix(
      NDManager manager, DataType type, int rows, int columns, Cell cell) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = cell.isOne(i / columns, i % columns) ? 1 : 0;
    }
    return owned(manager, type, values, rows, columns);
  }

  private static NDArray truth(NDManager manager, DataType type, int m) {
    float[] values = new float[m * m];
    for (int column = 0; column < m; column++) {
      values[column] = -1;
      values[m + column] = 1;
    }
    return owned(manager, type, values, m, m);
  }

  private static NDArray owned(
      NDManager manager, DataType type, float[] values, int rows, int columns) {
    try (NDArray overJavaBuffer = Tensors.of(manager, values, type, rows, columns)) {
      return overJavaBuffer.duplicate();
    }
  }
}
