package org.seedbed.engine.operation;

import static org.seedbed.engine.kernel.Vectors.broadcast;
import static org.seedbed.engine.kernel.Vectors.load;

import java.util.List;
import org.seedbed.engine.kernel.Lanes;
import org.seedbed.engine.kernel.Vectors;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Operation;
import org.seedbed.engine.program.Tensor;

/** scale·x + shift, element by element. */
public final class Affine extends Operation {
  private final float scale;
  private final float shift;

  public Affine(Tensor x, float scale, float shift) {
    super(List.of(x), result(x.lanes(), x.axes()));
    this.scale = scale;
    this.shift = shift;
  }

  @Override
  protected void forward(Arena arena) {
    for (int r = 0; r < out().rows(); r++) {
      if (Lanes.VECTORS) {
        InVectors.forward(arena.values(), in(0).row(r), out().row(r), out().lanes(), scale, shift);
      } else {
        InLoops.forward(arena.values(), in(0).row(r), out().row(r), out().lanes(), scale, shift);
      }
    }
  }

  @Override
  protected void backward(Arena arena) {
    Rows.addGradient(arena.values(), out(), in(0), scale);
  }

  private static final class InVectors {
    static void forward(float[] a, int x, int y, int n, float scale, float shift) {
      var factor = broadcast(scale);
      var summand = broadcast(shift);
      for (int i = 0; i < n; i += Vectors.LENGTH) {
        load(a, x + i).fma(factor, summand).intoArray(a, y + i);
      }
    }
  }

  private static final class InLoops {
    static void forward(float[] a, int x, int y, int n, float scale, float shift) {
      for (int i = 0; i < n; i++) {
        a[y + i] = Math.fma(a[x + i], scale, shift);
      }
    }
  }
}
