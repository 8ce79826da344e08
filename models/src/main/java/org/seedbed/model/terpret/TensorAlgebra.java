package org.seedbed.model.terpret;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import org.seedbed.model.population.Tensors;

/** Distributions on PyTorch: {@code [K, B, values]}, where K or B may be 1 for all. */
record TensorAlgebra(NDManager manager, DataType type) implements Algebra<NDArray> {
  private static final int VALUES = 2;

  @Override
  public NDArray constant(int value, int size) {
    float[] row = new float[size];
    row[value] = 1;
    return Tensors.owned(manager, row, type, 1, 1, size);
  }

  @Override
  public NDArray choose(NDArray index, List<NDArray> options) {
    NDArray sum = null;
    for (int i = 0; i < options.size(); i++) {
      NDArray weight = Tensors.slice(index, VALUES, i, i + 1L);
      NDArray term = weight.mul(options.get(i));
      sum = sum == null ? term : sum.add(term);
    }
    return sum;
  }

  @Override
  public NDArray rotate(NDArray v, int by) {
    int size = size(v);
    int shift = Math.floorMod(by, size);
    return shift == 0
        ? v
        : Tensors.join(
            VALUES,
            Tensors.slice(v, VALUES, (long) size - shift, size),
            Tensors.slice(v, VALUES, 0, (long) size - shift));
  }

  @Override
  public int size(NDArray v) {
    return (int) v.getShape().get(VALUES);
  }
}
