package org.seedbed.engine.operation;

import static org.seedbed.engine.kernel.Vectors.load;
import static org.seedbed.engine.kernel.Vectors.put;
import static org.seedbed.engine.kernel.Vectors.zero;

import java.util.List;
import org.seedbed.engine.kernel.Lanes;
import org.seedbed.engine.kernel.Scalars;
import org.seedbed.engine.kernel.Vectors;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Operation;
import org.seedbed.engine.program.Tensor;

/** For each row, the sum of the rows on one side of it, with or without the row itself. */
public final class CumulativeSum extends Operation {
  private final boolean above;
  private final boolean inclusive;

  /**
   * @param above whether to sum the rows of higher index; else those of lower index
   * @param inclusive whether to include the row itself
   */
  public CumulativeSum(Tensor x, boolean above, boolean inclusive) {
    super(List.of(x), result(x.lanes(), x.axes()));
    this.above = above;
    this.inclusive = inclusive;
  }

  @Override
  protected void forward(Arena arena) {
    sum(arena.values(), in(0).at(), in(0).stride(), out().at(), out().stride(), above, false);
  }

  @Override
  protected void backward(Arena arena) {
    sum(
        arena.values(),
        out().gradientAt(),
        out().stride(),
        in(0).gradientAt(),
        in(0).stride(),
        !above,
        in(0).accumulates());
  }

  private void sum(float[] a, int x, int xs, int y, int ys, boolean down, boolean add) {
    int n = out().rows();
    int from = down ? n - 1 : 0;
    int step = down ? -1 : 1;
    if (Lanes.VECTORS) {
      InVectors.sum(
          a, x + from * xs, step * xs, y + from * ys, step * ys, n, out().lanes(), inclusive, add);
    } else {
      InLoops.sum(
          a, x + from * xs, step * xs, y + from * ys, step * ys, n, out().lanes(), inclusive, add);
    }
  }

  private static final class InVectors {
    static void sum(
        float[] a, int x, int xs, int y, int ys, int n, int lanes, boolean inclusive, boolean add) {
      for (int c = 0; c < lanes; c += Vectors.LENGTH) {
        var before = zero();
        for (int i = 0; i < n; i++) {
          var after = before.add(load(a, x + i * xs + c));
          put(inclusive ? after : before, a, y + i * ys + c, add);
          before = after;
        }
      }
    }
  }

  private static final class InLoops {
    static void sum(
        float[] a, int x, int xs, int y, int ys, int n, int lanes, boolean inclusive, boolean add) {
      for (int c = 0; c < lanes; c++) {
        float before = 0;
        for (int i = 0; i < n; i++) {
          float after = before + a[x + i * xs + c];
          Scalars.put(inclusive ? after : before, a, y + i * ys + c, add);
          before = after;
        }
      }
    }
  }
}
