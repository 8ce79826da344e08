package org.seedbed.engine.operation;

import java.util.List;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Operation;
import org.seedbed.engine.program.Place;
import org.seedbed.engine.program.Tensor;

/** For each lane, a lane of another tensor, chosen by its index. */
public final class Gather extends Operation {
  /**
   * @param x {@code [rows, lanes]}
   * @param indices {@code [1, n]}: for each lane of the output, {@code [rows, n]}, the lane of
   *     {@code x} that it is a copy of, 0 … lanes − 1, which is not checked
   */
  public Gather(Tensor x, Tensor indices) {
    super(List.of(x, indices), result(indices.lanes(), x.axes()));
    if (indices.rows() != 1) {
      throw new IllegalArgumentException("indices %s must be one row".formatted(indices));
    }
    if (indices.isDifferentiable()) {
      throw new IllegalArgumentException("indices must not depend on parameters");
    }
  }

  @Override
  protected boolean readsInput(int k) {
    return k == 1;
  }

  @Override
  protected boolean storesGradient(int k) {
    return false;
  }

  @Override
  protected void forward(Arena arena) {
    float[] a = arena.values();
    Place x = in(0);
    int indices = in(1).at();
    // Four lanes at a time, so that their writes share cache lines.
    for (int lane = 0; lane < out().lanes(); lane += 4) {
      int first = x.at() + (int) a[indices + lane];
      int second = x.at() + (int) a[indices + lane + 1];
      int third = x.at() + (int) a[indices + lane + 2];
      int fourth = x.at() + (int) a[indices + lane + 3];
      for (int r = 0; r < x.rows(); r++) {
        int from = r * x.stride();
        int to = out().row(r) + lane;
        a[to] = a[first + from];
        a[to + 1] = a[second + from];
        a[to + 2] = a[third + from];
        a[to + 3] = a[fourth + from];
      }
    }
  }

  @Override
  protected void backward(Arena arena) {
    float[] a = arena.values();
    Place x = in(0);
    for (int lane = 0; lane < out().lanes(); lane++) {
      int to = x.gradientAt() + (int) a[in(1).at() + lane];
      for (int r = 0; r < x.rows(); r++) {
        a[to + r * x.stride()] += a[out().gradientRow(r) + lane];
      }
    }
  }
}
