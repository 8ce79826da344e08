package org.seedbed.engine.operation;

import static org.seedbed.engine.kernel.Vectors.load;
import static org.seedbed.engine.kernel.Vectors.put;
import static org.seedbed.engine.kernel.Vectors.zero;

import org.seedbed.engine.kernel.Lanes;
import org.seedbed.engine.kernel.Scalars;
import org.seedbed.engine.kernel.Vectors;
import org.seedbed.engine.program.Tensor;

/** log(1 + e^x). */
public final class Softplus extends UnaryOperation {
  public Softplus(Tensor x) {
    super(x);
  }

  @Override
  protected boolean readsInput(int k) {
    return true;
  }

  @Override
  void forward(float[] a, int x, int y, int n) {
    if (Lanes.VECTORS) {
      InVectors.forward(a, x, y, n);
    } else {
      InLoops.forward(a, x, y, n);
    }
  }

  @Override
  void backward(float[] a, int known, int dy, int dx, int n, boolean add) {
    if (Lanes.VECTORS) {
      InVectors.backward(a, known, dy, dx, n, add);
    } else {
      InLoops.backward(a, known, dy, dx, n, add);
    }
  }

  private static final class InVectors {
    static void forward(float[] a, int xAt, int yAt, int n) {
      for (int i = 0; i < n; i += Vectors.LENGTH) {
        var x = load(a, xAt + i);
        Vectors.log(Vectors.exp(x.abs().neg()).add(1f))
            .add(Vectors.max(x, zero()))
            .intoArray(a, yAt + i);
      }
    }

    static void backward(float[] a, int xAt, int dy, int dx, int n, boolean add) {
      for (int i = 0; i < n; i += Vectors.LENGTH) {
        var x = load(a, xAt + i);
        var g = load(a, dy + i);
        put(Vectors.flush(Vectors.sigmoid(x).mul(g)), a, dx + i, add);
      }
    }
  }

  private static final class InLoops {
    static void forward(float[] a, int xAt, int yAt, int n) {
      for (int i = 0; i < n; i++) {
        float x = a[xAt + i];
        a[yAt + i] = Scalars.log(Scalars.exp(-Math.abs(x)) + 1) + Scalars.max(x, 0);
      }
    }

    static void backward(float[] a, int xAt, int dy, int dx, int n, boolean add) {
      for (int i = 0; i < n; i++) {
        float x = a[xAt + i];
        float g = a[dy + i];
        Scalars.put(Scalars.flush(Scalars.sigmoid(x) * g), a, dx + i, add);
      }
    }
  }
}
