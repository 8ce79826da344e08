package org.seedbed.engine.operation;

import static org.seedbed.engine.kernel.Vectors.broadcast;
import static org.seedbed.engine.kernel.Vectors.load;
import static org.seedbed.engine.kernel.Vectors.put;
import static org.seedbed.engine.kernel.Vectors.zero;

import org.seedbed.engine.kernel.Lanes;
import org.seedbed.engine.kernel.Scalars;
import org.seedbed.engine.kernel.Vectors;
import org.seedbed.engine.program.Tensor;

/**
 * A distribution over rows: e^x / Σ e^x. Probabilities below {@link Scalars#NEGLIGIBLE_PROBABILITY}
 * become 0, because products of them would be subnormal numbers, which are slow.
 */
public final class Softmax extends Normalization {
  public Softmax(Tensor x) {
    super(x);
  }

  @Override
  void forward(float[] a, int x, int xs, int y, int ys, int n, int lanes) {
    if (Lanes.VECTORS) {
      InVectors.forward(a, x, xs, y, ys, n, lanes);
    } else {
      InLoops.forward(a, x, xs, y, ys, n, lanes);
    }
  }

  @Override
  void backward(float[] a, int y, int dy, int ys, int dx, int xs, int n, int lanes, boolean add) {
    if (Lanes.VECTORS) {
      InVectors.backward(a, y, dy, ys, dx, xs, n, lanes, add);
    } else {
      InLoops.backward(a, y, dy, ys, dx, xs, n, lanes, add);
    }
  }

  private static final class InVectors {
    static void forward(float[] a, int x, int xs, int y, int ys, int n, int lanes) {
      for (int c = 0; c < lanes; c += Vectors.LENGTH) {
        var top = load(a, x + c);
        for (int j = 1; j < n; j++) {
          top = Vectors.max(top, load(a, x + j * xs + c));
        }
        var sum = zero();
        for (int j = 0; j < n; j++) {
          var e = Vectors.exp(load(a, x + j * xs + c).sub(top));
          e.intoArray(a, y + j * ys + c);
          sum = sum.add(e);
        }
        var scale = broadcast(1f).div(sum);
        for (int j = 0; j < n; j++) {
          int at = y + j * ys + c;
          Vectors.flush(load(a, at).mul(scale), Scalars.NEGLIGIBLE_PROBABILITY).intoArray(a, at);
        }
      }
    }

    static void backward(
        float[] a, int y, int dy, int ys, int dx, int xs, int n, int lanes, boolean add) {
      for (int c = 0; c < lanes; c += Vectors.LENGTH) {
        var sum = zero();
        for (int j = 0; j < n; j++) {
          sum = load(a, y + j * ys + c).fma(load(a, dy + j * ys + c), sum);
        }
        for (int j = 0; j < n; j++) {
          int at = j * ys + c;
          var g = load(a, dy + at).sub(sum).mul(load(a, y + at));
          put(Vectors.flush(g), a, dx + j * xs + c, add);
        }
      }
    }
  }

  private static final class InLoops {
    static void forward(float[] a, int x, int xs, int y, int ys, int n, int lanes) {
      for (int c = 0; c < lanes; c++) {
        float top = a[x + c];
        for (int j = 1; j < n; j++) {
          top = Scalars.max(top, a[x + j * xs + c]);
        }
        float sum = 0;
        for (int j = 0; j < n; j++) {
          float e = Scalars.exp(a[x + j * xs + c] - top);
          a[y + j * ys + c] = e;
          sum += e;
        }
        float scale = 1f / sum;
        for (int j = 0; j < n; j++) {
          int at = y + j * ys + c;
          a[at] = Scalars.flush(a[at] * scale, Scalars.NEGLIGIBLE_PROBABILITY);
        }
      }
    }

    static void backward(
        float[] a, int y, int dy, int ys, int dx, int xs, int n, int lanes, boolean add) {
      for (int c = 0; c < lanes; c++) {
        float sum = 0;
        for (int j = 0; j < n; j++) {
          sum = Math.fma(a[y + j * ys + c], a[dy + j * ys + c], sum);
        }
        for (int j = 0; j < n; j++) {
          int at = j * ys + c;
          float g = (a[dy + at] - sum) * a[y + at];
          Scalars.put(Scalars.flush(g), a, dx + j * xs + c, add);
        }
      }
    }
  }
}
