package org.seedbed.model.nram;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import org.seedbed.model.population.Tensors;
import org.seedbed.task.memory.MemoryExample;

/**
 * A batch of examples as tensors, repeated for every seed.
 *
 * @param memory initial memory, one-hot: {@code [M cells, M values, L]}
 * @param expected expected value, one-hot where the cell is an output, else zeros: {@code [M cells,
 *     M values, L]}
 * @param free 1 where the cell is not an output, else 0: {@code [M cells, L]}
 */
record BatchTensors(NDArray memory, NDArray expected, NDArray free) {
  static BatchTensors of(NDManager manager, List<MemoryExample> batch, int width, DataType type) {
    int m = batch.get(0).modulus();
    int size = batch.size();
    var encoded = OneHotBatch.of(batch, size);
    return new BatchTensors(
        repeat(manager, encoded.memory(), type, width, m, m, size),
        repeat(manager, encoded.expected(), type, width, m, m, size),
        repeat(manager, encoded.free(), type, width, 1, m, size).reshape(m, -1));
  }

  private static NDArray repeat(
      NDManager manager, float[] values, DataType type, int width, int rows, int cells, int size) {
    // Must stay open as long as its manager: for one seed the result is a view of this Java buffer.
    NDArray once = Tensors.of(manager, values, type, rows, cells, 1, size);
    try (NDArray all = once.broadcast(rows, cells, width, size)) {
      return all.reshape(rows, cells, (long) width * size);
    }
  }
}
