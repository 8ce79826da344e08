package org.seedbed.engine.operation;

import static org.seedbed.engine.kernel.Vectors.broadcast;
import static org.seedbed.engine.kernel.Vectors.load;
import static org.seedbed.engine.kernel.Vectors.put;
import static org.seedbed.engine.kernel.Vectors.zero;

import java.util.List;
import jdk.incubator.vector.VectorOperators;
import org.seedbed.engine.kernel.Lanes;
import org.seedbed.engine.kernel.Scalars;
import org.seedbed.engine.kernel.Vectors;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Operation;
import org.seedbed.engine.program.Place;
import org.seedbed.engine.program.Tensor;

/** Entropy of the distributions in all rows: −Σ p·log max(p, floor). */
public final class Entropy extends Operation {
  private final float floor;

  /**
   * @param floor a positive normal number
   */
  public Entropy(Tensor p, float floor) {
    super(List.of(p), result(p.lanes(), List.of()));
    this.floor = floor;
  }

  @Override
  protected boolean readsInput(int k) {
    return true;
  }

  @Override
  protected void forward(Arena arena) {
    if (Lanes.VECTORS) {
      InVectors.forward(arena.values(), in(0), out(), floor);
    } else {
      InLoops.forward(arena.values(), in(0), out(), floor);
    }
  }

  @Override
  protected void backward(Arena arena) {
    if (Lanes.VECTORS) {
      InVectors.backward(arena.values(), in(0), out(), floor);
    } else {
      InLoops.backward(arena.values(), in(0), out(), floor);
    }
  }

  private static final class InVectors {
    static void forward(float[] a, Place p, Place y, float floor) {
      for (int c = 0; c < y.lanes(); c += Vectors.LENGTH) {
        var sum = zero();
        for (int r = 0; r < p.rows(); r++) {
          var x = load(a, p.row(r) + c);
          sum = Vectors.log(Vectors.max(x, broadcast(floor))).fma(x, sum);
        }
        sum.neg().intoArray(a, y.at() + c);
      }
    }

    static void backward(float[] a, Place p, Place y, float floor) {
      for (int c = 0; c < y.lanes(); c += Vectors.LENGTH) {
        var g = load(a, y.gradientAt() + c);
        for (int r = 0; r < p.rows(); r++) {
          var x = load(a, p.row(r) + c);
          var one = zero().blend(1f, x.compare(VectorOperators.GT, floor));
          var slope = Vectors.log(Vectors.max(x, broadcast(floor))).add(one);
          put(slope.mul(g).neg(), a, p.gradientRow(r) + c, p.accumulates());
        }
      }
    }
  }

  private static final class InLoops {
    static void forward(float[] a, Place p, Place y, float floor) {
      for (int c = 0; c < y.lanes(); c++) {
        float sum = 0;
        for (int r = 0; r < p.rows(); r++) {
          float x = a[p.row(r) + c];
          sum = Math.fma(Scalars.log(Scalars.max(x, floor)), x, sum);
        }
        a[y.at() + c] = -sum;
      }
    }

    static void backward(float[] a, Place p, Place y, float floor) {
      for (int c = 0; c < y.lanes(); c++) {
        float g = a[y.gradientAt() + c];
        for (int r = 0; r < p.rows(); r++) {
          float x = a[p.row(r) + c];
          float slope = Scalars.log(Scalars.max(x, floor)) + (x > floor ? 1 : 0);
          Scalars.put(-(slope * g), a, p.gradientRow(r) + c, p.accumulates());
        }
      }
    }
  }
}
