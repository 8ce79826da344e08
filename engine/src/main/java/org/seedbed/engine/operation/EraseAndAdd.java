package org.seedbed.engine.operation;

import static org.seedbed.engine.kernel.Vectors.load;
import static org.seedbed.engine.kernel.Vectors.put;
import static org.seedbed.engine.kernel.Vectors.zero;

import java.util.List;
import jdk.incubator.vector.FloatVector;
import org.seedbed.engine.kernel.Lanes;
import org.seedbed.engine.kernel.Scalars;
import org.seedbed.engine.kernel.Vectors;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Operation;
import org.seedbed.engine.program.Tensor;

/**
 * A write to a memory that erases and adds (Graves, Wayne and Danihelka, 2014, eq. 3 and 4): m[c] +
 * p[c]·(added − m[c]·erased) for each cell c.
 */
public final class EraseAndAdd extends Operation {
  private static final int MEMORY = 0;
  private static final int WEIGHTS = 1;
  private static final int ERASED = 2;
  private static final int ADDED = 3;

  private final int width;

  /**
   * @param memory {@code [cells, W]}
   * @param p weights {@code [cells]}
   * @param erased share of each number that is erased, {@code [W]}
   * @param added {@code [W]}
   */
  public EraseAndAdd(Tensor memory, Tensor p, Tensor erased, Tensor added) {
    super(List.of(memory, p, erased, added), result(memory.lanes(), memory.axes()));
    Shapes.requireSame(erased, added);
    this.width = erased.rows();
    if (memory.rows() != p.rows() * width) {
      throw new IllegalArgumentException(
          "memory %s is not cells %s of numbers %s".formatted(memory, p, added));
    }
  }

  private int cells() {
    return in(WEIGHTS).rows();
  }

  @Override
  protected boolean readsInput(int k) {
    return true;
  }

  @Override
  protected void forward(Arena arena) {
    for (int cell = 0; cell < in(WEIGHTS).rows(); cell++) {
      if (Lanes.VECTORS) {
        InVectors.forward(this, arena.values(), cell);
      } else {
        InLoops.forward(this, arena.values(), cell);
      }
    }
  }

  @Override
  protected void backward(Arena arena) {
    if (Lanes.VECTORS) {
      InVectors.backward(this, arena.values());
    } else {
      InLoops.backward(this, arena.values());
    }
  }

  private static final class InVectors {
    static void forward(EraseAndAdd of, float[] a, int cell) {
      for (int c = 0; c < of.out().lanes(); c += Vectors.LENGTH) {
        var p = load(a, of.in(WEIGHTS).row(cell) + c);
        for (int w = 0; w < of.width; w++) {
          int row = cell * of.width + w;
          var old = load(a, of.in(MEMORY).row(row) + c);
          var erased = load(a, of.in(ERASED).row(w) + c);
          var change = load(a, of.in(ADDED).row(w) + c).sub(old.mul(erased));
          p.fma(change, old).intoArray(a, of.out().row(row) + c);
        }
      }
    }

    static void backward(EraseAndAdd of, float[] a) {
      for (int c = 0; c < of.out().lanes(); c += Vectors.LENGTH) {
        for (int row = 0; of.in(MEMORY).hasGradient() && row < of.out().rows(); row++) {
          ofMemory(of, a, row, c);
        }
        for (int cell = 0; of.in(WEIGHTS).hasGradient() && cell < of.cells(); cell++) {
          ofWeight(of, a, cell, c);
        }
        for (int w = 0; of.in(ERASED).hasGradient() && w < of.width; w++) {
          ofErased(of, a, w, c);
        }
        for (int w = 0; of.in(ADDED).hasGradient() && w < of.width; w++) {
          ofAdded(of, a, w, c);
        }
      }
    }

    private static void ofMemory(EraseAndAdd of, float[] a, int row, int c) {
      var g = load(a, of.out().gradientRow(row) + c);
      var weighted = g.mul(load(a, of.in(WEIGHTS).row(row / of.width) + c));
      var kept = g.sub(weighted.mul(load(a, of.in(ERASED).row(row % of.width) + c)));
      put(kept, a, of.in(MEMORY).gradientRow(row) + c, of.in(MEMORY).accumulates());
    }

    private static void ofWeight(EraseAndAdd of, float[] a, int cell, int c) {
      var sum = zero();
      for (int w = 0; w < of.width; w++) {
        int row = cell * of.width + w;
        var old = load(a, of.in(MEMORY).row(row) + c);
        var lost = old.mul(load(a, of.in(ERASED).row(w) + c));
        var g = load(a, of.out().gradientRow(row) + c);
        sum = g.fma(load(a, of.in(ADDED).row(w) + c).sub(lost), sum);
      }
      int to = of.in(WEIGHTS).gradientRow(cell) + c;
      put(Vectors.flush(sum), a, to, of.in(WEIGHTS).accumulates());
    }

    private static void ofErased(EraseAndAdd of, float[] a, int w, int c) {
      var sum = zero();
      for (int cell = 0; cell < of.cells(); cell++) {
        int row = cell * of.width + w;
        var weighted = weighted(of, a, cell, row, c);
        sum = weighted.fma(load(a, of.in(MEMORY).row(row) + c), sum);
      }
      int to = of.in(ERASED).gradientRow(w) + c;
      put(Vectors.flush(sum).neg(), a, to, of.in(ERASED).accumulates());
    }

    private static void ofAdded(EraseAndAdd of, float[] a, int w, int c) {
      var sum = zero();
      for (int cell = 0; cell < of.cells(); cell++) {
        sum = sum.add(weighted(of, a, cell, cell * of.width + w, c));
      }
      int to = of.in(ADDED).gradientRow(w) + c;
      put(Vectors.flush(sum), a, to, of.in(ADDED).accumulates());
    }

    private static FloatVector weighted(EraseAndAdd of, float[] a, int cell, int row, int c) {
      var g = load(a, of.out().gradientRow(row) + c);
      return g.mul(load(a, of.in(WEIGHTS).row(cell) + c));
    }
  }

  private static final class InLoops {
    static void forward(EraseAndAdd of, float[] a, int cell) {
      for (int c = 0; c < of.out().lanes(); c++) {
        float p = a[of.in(WEIGHTS).row(cell) + c];
        for (int w = 0; w < of.width; w++) {
          int row = cell * of.width + w;
          float old = a[of.in(MEMORY).row(row) + c];
          float change = a[of.in(ADDED).row(w) + c] - old * a[of.in(ERASED).row(w) + c];
          a[of.out().row(row) + c] = Math.fma(p, change, old);
        }
      }
    }

    static void backward(EraseAndAdd of, float[] a) {
      for (int c = 0; c < of.out().lanes(); c++) {
        for (int row = 0; of.in(MEMORY).hasGradient() && row < of.out().rows(); row++) {
          ofMemory(of, a, row, c);
        }
        for (int cell = 0; of.in(WEIGHTS).hasGradient() && cell < of.cells(); cell++) {
          ofWeight(of, a, cell, c);
        }
        for (int w = 0; of.in(ERASED).hasGradient() && w < of.width; w++) {
          ofErased(of, a, w, c);
        }
        for (int w = 0; of.in(ADDED).hasGradient() && w < of.width; w++) {
          ofAdded(of, a, w, c);
        }
      }
    }

    private static void ofMemory(EraseAndAdd of, float[] a, int row, int c) {
      float g = a[of.out().gradientRow(row) + c];
      float weighted = g * a[of.in(WEIGHTS).row(row / of.width) + c];
      float kept = g - weighted * a[of.in(ERASED).row(row % of.width) + c];
      Scalars.put(kept, a, of.in(MEMORY).gradientRow(row) + c, of.in(MEMORY).accumulates());
    }

    private static void ofWeight(EraseAndAdd of, float[] a, int cell, int c) {
      float sum = 0;
      for (int w = 0; w < of.width; w++) {
        int row = cell * of.width + w;
        float lost = a[of.in(MEMORY).row(row) + c] * a[of.in(ERASED).row(w) + c];
        float change = a[of.in(ADDED).row(w) + c] - lost;
        sum = Math.fma(a[of.out().gradientRow(row) + c], change, sum);
      }
      int to = of.in(WEIGHTS).gradientRow(cell) + c;
      Scalars.put(Scalars.flush(sum), a, to, of.in(WEIGHTS).accumulates());
    }

    private static void ofErased(EraseAndAdd of, float[] a, int w, int c) {
      float sum = 0;
      for (int cell = 0; cell < of.cells(); cell++) {
        int row = cell * of.width + w;
        sum = Math.fma(weighted(of, a, cell, row, c), a[of.in(MEMORY).row(row) + c], sum);
      }
      int to = of.in(ERASED).gradientRow(w) + c;
      Scalars.put(-Scalars.flush(sum), a, to, of.in(ERASED).accumulates());
    }

    private static void ofAdded(EraseAndAdd of, float[] a, int w, int c) {
      float sum = 0;
      for (int cell = 0; cell < of.cells(); cell++) {
        sum += weighted(of, a, cell, cell * of.width + w, c);
      }
      int to = of.in(ADDED).gradientRow(w) + c;
      Scalars.put(Scalars.flush(sum), a, to, of.in(ADDED).accumulates());
    }

    private static float weighted(EraseAndAdd of, float[] a, int cell, int row, int c) {
      return a[of.out().gradientRow(row) + c] * a[of.in(WEIGHTS).row(cell) + c];
    }
  }
}
