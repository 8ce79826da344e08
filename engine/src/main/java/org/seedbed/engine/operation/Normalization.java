package org.seedbed.engine.operation;

import java.util.List;
import java.util.Optional;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Operation;
import org.seedbed.engine.program.Place;
import org.seedbed.engine.program.Tensor;

/** A function of a tensor's last axis, made of its softmax; its reverse reads the output. */
abstract class Normalization extends Operation {
  private final int n;

  Normalization(Tensor x) {
    super(List.of(x), result(x.lanes(), x.axes()));
    this.n = x.axes().get(x.axes().size() - 1).size();
  }

  @Override
  protected Optional<Integer> reusableInput() {
    return Optional.of(0);
  }

  @Override
  protected boolean readsOutput() {
    return true;
  }

  @Override
  protected void forward(Arena arena) {
    Place x = in(0);
    Place y = out();
    for (int r = 0; r < x.rows(); r += n) {
      forward(arena.values(), x.row(r), x.stride(), y.row(r), y.stride(), n, x.lanes());
    }
  }

  @Override
  protected void backward(Arena arena) {
    Place x = in(0);
    Place y = out();
    for (int r = 0; r < x.rows(); r += n) {
      backward(
          arena.values(),
          y.row(r),
          y.gradientRow(r),
          y.stride(),
          x.gradientRow(r),
          x.stride(),
          n,
          x.lanes(),
          x.accumulates());
    }
  }

  /** Computes y from x, {@code n} rows {@code xs} and {@code ys} apart. */
  abstract void forward(float[] a, int x, int xs, int y, int ys, int n, int lanes);

  /** Computes the gradient of x from y and its gradient. */
  abstract void backward(
      float[] a, int y, int dy, int ys, int dx, int xs, int n, int lanes, boolean add);
}
