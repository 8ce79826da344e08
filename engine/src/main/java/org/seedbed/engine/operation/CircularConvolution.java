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

/**
 * The distribution of a sum or difference of two integers modulo n: z[v] = Σ_i x[i]·y[v − i], or
 * Σ_i x[i]·y[i − v].
 */
public final class CircularConvolution extends Operation {
  private final boolean difference;

  /**
   * @param difference whether to compute that of x − y; else that of x + y
   */
  public CircularConvolution(Tensor x, Tensor y, boolean difference) {
    super(List.of(x, y), result(x.lanes(), x.axes()));
    Shapes.requireSame(x, y);
    this.difference = difference;
  }

  @Override
  protected boolean readsInput(int k) {
    return inputs().get(1 - k).isDifferentiable();
  }

  @Override
  protected void forward(Arena arena) {
    Place x = in(0);
    Place y = in(1);
    Place z = out();
    convolve(arena, x.at(), x.stride(), y.at(), y.stride(), z.at(), z.stride(), difference, false);
  }

  @Override
  protected void backward(Arena arena) {
    Place x = in(0);
    Place y = in(1);
    Place z = out();
    int dz = z.gradientAt();
    if (x.hasGradient()) {
      // Of z[v] = x[i]·y[v − i]: dx[i] = Σ_v dz[v]·y[v − i]; of y[i − v]: dx[i] = Σ_v y[v]·dz[i −
      // v].
      if (difference) {
        convolve(arena, y, dz, z.stride(), x, false);
      } else {
        convolve(
            arena,
            dz,
            z.stride(),
            y.at(),
            y.stride(),
            x.gradientAt(),
            x.stride(),
            true,
            x.accumulates());
      }
    }
    if (y.hasGradient()) {
      // dy[j] = Σ dz[v]·x[v − j] for a sum, Σ x[i]·dz[i − j] for a difference.
      if (difference) {
        convolve(arena, x, dz, z.stride(), y, true);
      } else {
        convolve(
            arena,
            dz,
            z.stride(),
            x.at(),
            x.stride(),
            y.gradientAt(),
            y.stride(),
            true,
            y.accumulates());
      }
    }
  }

  private void convolve(Arena arena, Place u, int w, int ws, Place to, boolean reflected) {
    convolve(
        arena,
        u.at(),
        u.stride(),
        w,
        ws,
        to.gradientAt(),
        to.stride(),
        reflected,
        to.accumulates());
  }

  /** z[v] = (z[v] +) Σ_i u[i]·w[v − i], or w[i − v] if {@code reflected}. */
  private void convolve(
      Arena arena, int u, int us, int w, int ws, int z, int zs, boolean reflected, boolean add) {
    if (Lanes.VECTORS) {
      InVectors.convolve(
          arena.values(), u, us, w, ws, z, zs, out().rows(), out().lanes(), reflected, add);
    } else {
      InLoops.convolve(
          arena.values(), u, us, w, ws, z, zs, out().rows(), out().lanes(), reflected, add);
    }
  }

  private static final class InVectors {
    static void convolve(
        float[] a,
        int u,
        int us,
        int w,
        int ws,
        int z,
        int zs,
        int n,
        int lanes,
        boolean reflected,
        boolean add) {
      for (int c = 0; c < lanes; c += Vectors.LENGTH) {
        for (int v = 0; v < n; v++) {
          int to = z + v * zs + c;
          var sum = add ? load(a, to) : zero();
          for (int i = 0; i < n; i++) {
            int j = reflected ? i - v : v - i;
            int row = j < 0 ? j + n : j;
            sum = load(a, u + i * us + c).fma(load(a, w + row * ws + c), sum);
          }
          sum.intoArray(a, to);
        }
      }
    }
  }

  private static final class InLoops {
    static void convolve(
        float[] a,
        int u,
        int us,
        int w,
        int ws,
        int z,
        int zs,
        int n,
        int lanes,
        boolean reflected,
        boolean add) {
      for (int c = 0; c < lanes; c++) {
        for (int v = 0; v < n; v++) {
          float sum = add ? a[z + v * zs + c] : 0;
          for (int i = 0; i < n; i++) {
            int j = reflected ? i - v : v - i;
            int row = j < 0 ? j + n : j;
            sum = Math.fma(a[u + i * us + c], a[w + row * ws + c], sum);
          }
          a[z + v * zs + c] = sum;
        }
      }
    }
  }
}
