package org.seedbed.engine.operation;

import static org.seedbed.engine.kernel.Vectors.load;
import static org.seedbed.engine.kernel.Vectors.put;

import java.util.Optional;
import org.seedbed.engine.kernel.Lanes;
import org.seedbed.engine.kernel.Scalars;
import org.seedbed.engine.kernel.Vectors;
import org.seedbed.engine.program.Tensor;

/** 1 / (1 + e^−x). */
public final class Sigmoid extends UnaryOperation {
  public Sigmoid(Tensor x) {
    super(x);
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
        Vectors.flush(Vectors.sigmoid(x), Scalars.NEGLIGIBLE_PROBABILITY).intoArray(a, yAt + i);
      }
    }

    static void backward(float[] a, int yAt, int dy, int dx, int n, boolean add) {
      for (int i = 0; i < n; i += Vectors.LENGTH) {
        var y = load(a, yAt + i);
        var g = load(a, dy + i);
        put(Vectors.flush(y.sub(y.mul(y)).mul(g)), a, dx + i, add);
      }
    }
  }

  private static final class InLoops {
    static void forward(float[] a, int xAt, int yAt, int n) {
      for (int i = 0; i < n; i++) {
        float x = a[xAt + i];
        a[yAt + i] = Scalars.flush(Scalars.sigmoid(x), Scalars.NEGLIGIBLE_PROBABILITY);
      }
    }

    static void backward(float[] a, int yAt, int dy, int dx, int n, boolean add) {
      for (int i = 0; i < n; i++) {
        float y = a[yAt + i];
        float g = a[dy + i];
        Scalars.put(Scalars.flush((y - y * y) * g), a, dx + i, add);
      }
    }
  }
}
