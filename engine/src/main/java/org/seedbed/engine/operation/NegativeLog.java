package org.seedbed.engine.operation;

import static org.seedbed.engine.kernel.Vectors.broadcast;
import static org.seedbed.engine.kernel.Vectors.load;
import static org.seedbed.engine.kernel.Vectors.put;
import static org.seedbed.engine.kernel.Vectors.zero;

import jdk.incubator.vector.VectorOperators;
import org.seedbed.engine.kernel.Lanes;
import org.seedbed.engine.kernel.Scalars;
import org.seedbed.engine.kernel.Vectors;
import org.seedbed.engine.program.Tensor;

/** −log max(x, floor); below the floor the gradient is 0. */
public final class NegativeLog extends UnaryOperation {
  private final float floor;

  /**
   * @param floor a positive normal number
   */
  public NegativeLog(Tensor x, float floor) {
    super(x);
    this.floor = floor;
  }

  @Override
  protected boolean readsInput(int k) {
    return true;
  }

  @Override
  void forward(float[] a, int x, int y, int n) {
    if (Lanes.VECTORS) {
      InVectors.forward(a, x, y, n, floor);
    } else {
      InLoops.forward(a, x, y, n, floor);
    }
  }

  @Override
  void backward(float[] a, int known, int dy, int dx, int n, boolean add) {
    if (Lanes.VECTORS) {
      InVectors.backward(a, known, dy, dx, n, add, floor);
    } else {
      InLoops.backward(a, known, dy, dx, n, add, floor);
    }
  }

  private static final class InVectors {
    static void forward(float[] a, int xAt, int yAt, int n, float floor) {
      for (int i = 0; i < n; i += Vectors.LENGTH) {
        var x = load(a, xAt + i);
        Vectors.log(Vectors.max(x, broadcast(floor))).neg().intoArray(a, yAt + i);
      }
    }

    static void backward(float[] a, int xAt, int dy, int dx, int n, boolean add, float floor) {
      for (int i = 0; i < n; i += Vectors.LENGTH) {
        var x = load(a, xAt + i);
        var g = load(a, dy + i);
        put(zero().blend(g.neg().div(x), x.compare(VectorOperators.GT, floor)), a, dx + i, add);
      }
    }
  }

  private static final class InLoops {
    static void forward(float[] a, int xAt, int yAt, int n, float floor) {
      for (int i = 0; i < n; i++) {
        float x = a[xAt + i];
        a[yAt + i] = -Scalars.log(Scalars.max(x, floor));
      }
    }

    static void backward(float[] a, int xAt, int dy, int dx, int n, boolean add, float floor) {
      for (int i = 0; i < n; i++) {
        float x = a[xAt + i];
        float g = a[dy + i];
        Scalars.put(x > floor ? -g / x : 0, a, dx + i, add);
      }
    }
  }
}
