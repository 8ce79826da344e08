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
import org.seedbed.engine.program.Place;
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
      boolean ofRows = of.in(ERASED).hasGradient() && of.in(ADDED).hasGradient();
      int fours = ofRows ? of.width / 4 * 4 : 0;
      for (int c = 0; c < of.out().lanes(); c += Vectors.LENGTH) {
        for (int cell = 0; cell < of.cells(); cell++) {
          ofCell(of, a, cell, c);
        }
        for (int w = 0; w < fours; w += 4) {
          ofFourRows(of, a, w, c);
        }
        for (int w = fours; of.in(ERASED).hasGradient() && w < of.width; w++) {
          ofErased(of, a, w, c);
        }
        for (int w = fours; of.in(ADDED).hasGradient() && w < of.width; w++) {
          ofAdded(of, a, w, c);
        }
      }
    }

    /** The gradients of a cell and of its weight, which read the same rows. */
    private static void ofCell(EraseAndAdd of, float[] a, int cell, int c) {
      Place memory = of.in(MEMORY);
      var p = load(a, of.in(WEIGHTS).row(cell) + c);
      var sum = zero();
      for (int w = 0; w < of.width; w++) {
        int row = cell * of.width + w;
        var g = load(a, of.out().gradientRow(row) + c);
        var erased = load(a, of.in(ERASED).row(w) + c);
        if (of.in(WEIGHTS).hasGradient()) {
          var lost = load(a, memory.row(row) + c).mul(erased);
          sum = g.fma(load(a, of.in(ADDED).row(w) + c).sub(lost), sum);
        }
        if (memory.hasGradient()) {
          put(g.sub(g.mul(p).mul(erased)), a, memory.gradientRow(row) + c, memory.accumulates());
        }
      }
      if (of.in(WEIGHTS).hasGradient()) {
        int to = of.in(WEIGHTS).gradientRow(cell) + c;
        put(Vectors.flush(sum), a, to, of.in(WEIGHTS).accumulates());
      }
    }

    /** Four rows of what is erased and added at once: a gradient that was read counts for both. */
    private static void ofFourRows(EraseAndAdd of, float[] a, int w, int c) {
      var erased0 = zero();
      var erased1 = zero();
      var erased2 = zero();
      var erased3 = zero();
      var added0 = zero();
      var added1 = zero();
      var added2 = zero();
      var added3 = zero();
      Place memory = of.in(MEMORY);
      for (int cell = 0; cell < of.cells(); cell++) {
        int row = cell * of.width + w;
        var p = load(a, of.in(WEIGHTS).row(cell) + c);
        var g0 = load(a, of.out().gradientRow(row) + c).mul(p);
        var g1 = load(a, of.out().gradientRow(row + 1) + c).mul(p);
        var g2 = load(a, of.out().gradientRow(row + 2) + c).mul(p);
        var g3 = load(a, of.out().gradientRow(row + 3) + c).mul(p);
        erased0 = g0.fma(load(a, memory.row(row) + c), erased0);
        erased1 = g1.fma(load(a, memory.row(row + 1) + c), erased1);
        erased2 = g2.fma(load(a, memory.row(row + 2) + c), erased2);
        erased3 = g3.fma(load(a, memory.row(row + 3) + c), erased3);
        added0 = added0.add(g0);
        added1 = added1.add(g1);
        added2 = added2.add(g2);
        added3 = added3.add(g3);
      }
      putErased(of, a, w, c, erased0);
      putErased(of, a, w + 1, c, erased1);
      putErased(of, a, w + 2, c, erased2);
      putErased(of, a, w + 3, c, erased3);
      putAdded(of, a, w, c, added0);
      putAdded(of, a, w + 1, c, added1);
      putAdded(of, a, w + 2, c, added2);
      putAdded(of, a, w + 3, c, added3);
    }

    private static void ofErased(EraseAndAdd of, float[] a, int w, int c) {
      var sum = zero();
      for (int cell = 0; cell < of.cells(); cell++) {
        int row = cell * of.width + w;
        var weighted = weighted(of, a, cell, row, c);
        sum = weighted.fma(load(a, of.in(MEMORY).row(row) + c), sum);
      }
      putErased(of, a, w, c, sum);
    }

    private static void putErased(EraseAndAdd of, float[] a, int w, int c, FloatVector sum) {
      int to = of.in(ERASED).gradientRow(w) + c;
      put(Vectors.flush(sum).neg(), a, to, of.in(ERASED).accumulates());
    }

    private static void ofAdded(EraseAndAdd of, float[] a, int w, int c) {
      var sum = zero();
      for (int cell = 0; cell < of.cells(); cell++) {
        sum = sum.add(weighted(of, a, cell, cell * of.width + w, c));
      }
      putAdded(of, a, w, c, sum);
    }

    private static void putAdded(EraseAndAdd of, float[] a, int w, int c, FloatVector sum) {
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
