package org.seedbed.engine.operation;

import static org.seedbed.engine.kernel.Vectors.broadcast;
import static org.seedbed.engine.kernel.Vectors.load;
import static org.seedbed.engine.kernel.Vectors.put;
import static org.seedbed.engine.kernel.Vectors.zero;

import java.util.List;
import org.seedbed.engine.kernel.Lanes;
import org.seedbed.engine.kernel.Scalars;
import org.seedbed.engine.kernel.Vectors;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Operation;
import org.seedbed.engine.program.Place;
import org.seedbed.engine.program.Tensor;

/** A soft write to a memory: m[c] + p[c]·(y − m[c]) for each cell c. */
public final class Write extends Operation {
  /**
   * @param memory {@code [cells, values]}
   * @param p weights {@code [cells]}
   * @param y what is written, {@code [values]}
   */
  public Write(Tensor memory, Tensor p, Tensor y) {
    super(List.of(memory, p, y), result(memory.lanes(), memory.axes()));
    if (memory.rows() != p.rows() * y.rows()) {
      throw new IllegalArgumentException(
          "memory %s is not cells %s of values %s".formatted(memory, p, y));
    }
  }

  @Override
  protected boolean readsInput(int k) {
    return true;
  }

  @Override
  protected void forward(Arena arena) {
    Place m = in(0);
    Place p = in(1);
    Place y = in(2);
    int values = y.rows();
    for (int cell = 0; cell < p.rows(); cell++) {
      int from = m.row(cell * values);
      int to = out().row(cell * values);
      if (Lanes.VECTORS) {
        InVectors.forward(
            arena.values(),
            from,
            m.stride(),
            p.row(cell),
            y.at(),
            y.stride(),
            to,
            out().stride(),
            values,
            y.lanes());
      } else {
        InLoops.forward(
            arena.values(),
            from,
            m.stride(),
            p.row(cell),
            y.at(),
            y.stride(),
            to,
            out().stride(),
            values,
            y.lanes());
      }
    }
  }

  @Override
  protected void backward(Arena arena) {
    for (int cell = 0; cell < in(1).rows(); cell++) {
      if (Lanes.VECTORS) {
        InVectors.backward(arena.values(), in(0), in(1), in(2), out(), cell);
      } else {
        InLoops.backward(arena.values(), in(0), in(1), in(2), out(), cell);
      }
    }
  }

  private static final class InVectors {
    static void forward(
        float[] a, int m, int ms, int p, int y, int ys, int z, int zs, int values, int lanes) {
      for (int c = 0; c < lanes; c += Vectors.LENGTH) {
        var q = load(a, p + c);
        for (int v = 0; v < values; v++) {
          var old = load(a, m + v * ms + c);
          q.fma(load(a, y + v * ys + c).sub(old), old).intoArray(a, z + v * zs + c);
        }
      }
    }

    static void backward(float[] a, Place m, Place p, Place y, Place z, int cell) {
      int values = y.rows();
      for (int c = 0; c < y.lanes(); c += Vectors.LENGTH) {
        var q = load(a, p.row(cell) + c);
        var rest = broadcast(1f).sub(q);
        var sum = zero();
        for (int v = 0; v < values; v++) {
          int row = cell * values + v;
          var g = load(a, z.gradientRow(row) + c);
          sum = g.fma(load(a, y.row(v) + c).sub(load(a, m.row(row) + c)), sum);
          if (m.hasGradient()) {
            put(g.mul(rest), a, m.gradientRow(row) + c, m.accumulates());
          }
          if (y.hasGradient()) {
            put(g.mul(q), a, y.gradientRow(v) + c, y.accumulates() || cell > 0);
          }
        }
        if (p.hasGradient()) {
          put(sum, a, p.gradientRow(cell) + c, p.accumulates());
        }
      }
    }
  }

  private static final class InLoops {
    static void forward(
        float[] a, int m, int ms, int p, int y, int ys, int z, int zs, int values, int lanes) {
      for (int c = 0; c < lanes; c++) {
        for (int v = 0; v < values; v++) {
          float old = a[m + v * ms + c];
          a[z + v * zs + c] = Math.fma(a[p + c], a[y + v * ys + c] - old, old);
        }
      }
    }

    static void backward(float[] a, Place m, Place p, Place y, Place z, int cell) {
      int values = y.rows();
      for (int c = 0; c < y.lanes(); c++) {
        float q = a[p.row(cell) + c];
        float sum = 0;
        for (int v = 0; v < values; v++) {
          int row = cell * values + v;
          float g = a[z.gradientRow(row) + c];
          sum = Math.fma(g, a[y.row(v) + c] - a[m.row(row) + c], sum);
          if (m.hasGradient()) {
            Scalars.put(g * (1f - q), a, m.gradientRow(row) + c, m.accumulates());
          }
          if (y.hasGradient()) {
            Scalars.put(g * q, a, y.gradientRow(v) + c, y.accumulates() || cell > 0);
          }
        }
        if (p.hasGradient()) {
          Scalars.put(sum, a, p.gradientRow(cell) + c, p.accumulates());
        }
      }
    }
  }
}
