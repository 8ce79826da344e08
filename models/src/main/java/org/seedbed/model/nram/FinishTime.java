package org.seedbed.model.nram;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;

/**
 * Distribution of a run's end over its time steps: p_t = f_t·Π_(i{@literal <}t)(1 − f_i). Not
 * thread-safe.
 */
final class FinishTime {
  private final int timeSteps;
  private NDArray left; // Π_{i<t}(1 − f_i), [L]
  private int t;

  FinishTime(NDManager manager, int timeSteps, long lanes, DataType type) {
    this.timeSteps = timeSteps;
    this.left = manager.ones(new Shape(lanes), type);
  }

  /**
   * Returns p_t of the next time step, {@code [L]}; the last step takes the remaining probability.
   */
  NDArray share(NDArray finishLogit) {
    t++;
    if (t == timeSteps) {
      return left;
    }
    try (NDArray finish = Activation.sigmoid(finishLogit)) {
      NDArray share = left.mul(finish);
      NDArray remaining = left.sub(share);
      left.close();
      left = remaining;
      return share;
    }
  }
}
