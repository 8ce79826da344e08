package org.seedbed.model.nram;

import java.util.List;
import org.seedbed.task.memory.MemoryExample;

/**
 * A batch of examples in one-hot form, one example per lane.
 *
 * @param memory initial memory: {@code [M cells, M values, B]}
 * @param expected expected value where the cell is an output, else zeros: {@code [M cells, M
 *     values, B]}
 * @param free 1 where the cell is not an output, else 0: {@code [M cells, B]}
 */
@SuppressWarnings("ArrayRecordComponent") // Copied to where it is computed with, never shared.
record OneHotBatch(float[] memory, float[] expected, float[] free) {
  /**
   * Encodes a batch.
   *
   * @param lanes B, the size of the batch or more; the last example is repeated in the others
   */
  static OneHotBatch of(List<MemoryExample> batch, int lanes) {
    int m = batch.get(0).modulus();
    var encoded =
        new OneHotBatch(new float[m * m * lanes], new float[m * m * lanes], new float[m * lanes]);
    for (int lane = 0; lane < lanes; lane++) {
      var example = batch.get(Math.min(lane, batch.size() - 1));
      for (int cell = 0; cell < m; cell++) {
        encoded.memory[(cell * m + example.input(cell)) * lanes + lane] = 1;
        if (example.isOutput(cell)) {
          encoded.expected[(cell * m + example.expected(cell)) * lanes + lane] = 1;
        } else {
          encoded.free[cell * lanes + lane] = 1;
        }
      }
    }
    return encoded;
  }
}
