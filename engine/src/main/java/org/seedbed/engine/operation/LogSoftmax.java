package org.seedbed.engine.operation;

import static org.seedbed.engine.kernel.Vectors.load;
import static org.seedbed.engine.kernel.Vectors.put;
import static org.seedbed.engine.kernel.Vectors.zero;

import org.seedbed.engine.kernel.Lanes;
import org.seedbed.engine.kernel.Scalars;
import org.seedbed.engine.kernel.Vectors;
import org.seedbed.engine.program.Tensor;

/** Logarithm of a distribution over the last axis: x − log Σ e^x. */
public final class LogSoftmax extends Normalization {
  public LogSoftmax(Tensor x) {
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
          sum = sum.add(Vectors.exp(load(a, x + j * xs + c).sub(top)));
        }
        var all = Vectors.log(sum).add(top);
        for (int j = 0; j < n; j++) {
          load(a, x + j * xs + c).sub(all).intoArray(a, y + j * ys + c);
        }
      }
    }

    static void backward(
        float[] a, int y, int dy, int ys, int dx, int xs, int n, int lanes, boolean add) {
      for (int c = 0; c < lanes; c += Vectors.LENGTH) {
        var sum = zero();
        for (int j = 0; j < n; j++) {
          sum = sum.add(load(a, dy + j * ys + c));
        }
        for (int j = 0; j < n; j++) {
          int at = j * ys + c;
          var g = load(a, dy + at).sub(Vectors.exp(load(a, y + at)).mul(sum));
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
          sum += Scalars.exp(a[x + j * xs + c] - top);
        }
        float all = Scalars.log(sum) + top;
        for (int j = 0; j < n; j++) {
          a[y + j * ys + c] = a[x + j * xs + c] - all;
        }
      }
    }

    static void backward(
        float[] a, int y, int dy, int ys, int dx, int xs, int n, int lanes, boolean add) {
      for (int c = 0; c < lanes; c++) {
        float sum = 0;
        for (int j = 0; j < n; j++) {
          sum += a[dy + j * ys + c];
        }
        for (int j = 0; j < n; j++) {
          int at = j * ys + c;
          float g = a[dy + at] - Scalars.exp(a[y + at]) * sum;
          Scalars.put(Scalars.flush(g), a, dx + j * xs + c, add);
        }
      }
    }
  }
}
