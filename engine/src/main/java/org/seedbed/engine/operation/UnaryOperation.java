package org.seedbed.engine.operation;

import java.util.List;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Operation;
import org.seedbed.engine.program.Place;
import org.seedbed.engine.program.Tensor;

/** A function of each element. */
abstract class UnaryOperation extends Operation {
  private int runs;
  private int length;

  UnaryOperation(Tensor x) {
    super(List.of(x), result(x.lanes(), x.axes()));
  }

  @Override
  protected void bound() {
    boolean one = in(0).isDense() && out().isDense();
    runs = one ? 1 : in(0).rows();
    length = one ? in(0).rows() * in(0).lanes() : in(0).lanes();
  }

  @Override
  protected void forward(Arena arena) {
    Place x = in(0);
    Place y = out();
    for (int r = 0; r < runs; r++) {
      forward(arena.values(), x.row(r), y.row(r), length);
    }
  }

  @Override
  protected void backward(Arena arena) {
    Place x = in(0);
    Place y = out();
    int known = readsOutput() ? y.at() : x.at();
    int knownStride = readsOutput() ? y.stride() : x.stride();
    for (int r = 0; r < runs; r++) {
      backward(
          arena.values(),
          known + r * knownStride,
          y.gradientRow(r),
          x.gradientRow(r),
          length,
          x.accumulates());
    }
  }

  /** Computes {@code n} elements of y at {@code y} from x at {@code x}. */
  abstract void forward(float[] a, int x, int y, int n);

  /**
   * Computes {@code n} elements of the gradient of x at {@code dx} from that of y at {@code dy}.
   *
   * @param known y if the operation {@link #readsOutput}, else x
   */
  abstract void backward(float[] a, int known, int dy, int dx, int n, boolean add);
}
