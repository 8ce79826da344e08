package org.seedbed.engine.operation;

import static org.seedbed.engine.kernel.Vectors.load;
import static org.seedbed.engine.kernel.Vectors.zero;

import java.util.List;
import org.seedbed.engine.kernel.Lanes;
import org.seedbed.engine.kernel.Vectors;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Operation;
import org.seedbed.engine.program.Place;
import org.seedbed.engine.program.Tensor;

/** Sum of products over the last axis: {@code [..., n]}, {@code [..., n]} → {@code [...]}. */
public final class Dot extends Operation {
  private final int n;

  public Dot(Tensor x, Tensor y) {
    super(List.of(x, y), result(x.lanes(), x.axes().subList(0, x.axes().size() - 1)));
    Shapes.requireSame(x, y);
    this.n = x.axes().get(x.axes().size() - 1).size();
  }

  @Override
  protected boolean readsInput(int k) {
    return inputs().get(1 - k).isDifferentiable();
  }

  @Override
  protected void forward(Arena arena) {
    for (int r = 0; r < out().rows(); r++) {
      int x = in(0).row(r * n);
      int y = in(1).row(r * n);
      if (Lanes.VECTORS) {
        InVectors.forward(
            arena.values(), x, in(0).stride(), y, in(1).stride(), out().row(r), n, out().lanes());
      } else {
        InLoops.forward(
            arena.values(), x, in(0).stride(), y, in(1).stride(), out().row(r), n, out().lanes());
      }
    }
  }

  @Override
  protected void backward(Arena arena) {
    ofFactor(arena, in(0), in(1));
    ofFactor(arena, in(1), in(0));
  }

  private void ofFactor(Arena arena, Place x, Place other) {
    for (int r = 0; x.hasGradient() && r < x.rows(); r++) {
      Rows.product(
          arena.values(),
          out().gradientRow(r / n),
          other.row(r),
          x.gradientRow(r),
          x.lanes(),
          x.accumulates());
    }
  }

  private static final class InVectors {
    static void forward(float[] a, int x, int xs, int y, int ys, int z, int n, int lanes) {
      for (int c = 0; c < lanes; c += Vectors.LENGTH) {
        var sum = zero();
        for (int i = 0; i < n; i++) {
          sum = load(a, x + i * xs + c).fma(load(a, y + i * ys + c), sum);
        }
        sum.intoArray(a, z + c);
      }
    }
  }

  private static final class InLoops {
    static void forward(float[] a, int x, int xs, int y, int ys, int z, int n, int lanes) {
      for (int c = 0; c < lanes; c++) {
        float sum = 0;
        for (int i = 0; i < n; i++) {
          sum = Math.fma(a[x + i * xs + c], a[y + i * ys + c], sum);
        }
        a[z + c] = sum;
      }
    }
  }
}
