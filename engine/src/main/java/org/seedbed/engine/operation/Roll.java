package org.seedbed.engine.operation;

import java.util.List;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Operation;
import org.seedbed.engine.program.Tensor;

/** Shifts rows in a circle: row i of x becomes row i + shift, modulo the number of rows. */
public final class Roll extends Operation {
  private final int shift;

  public Roll(Tensor x, int shift) {
    super(List.of(x), result(x.lanes(), x.axes()));
    this.shift = shift;
  }

  @Override
  protected void forward(Arena arena) {
    int n = out().rows();
    for (int i = 0; i < n; i++) {
      int to = out().row(Math.floorMod(i + shift, n));
      System.arraycopy(arena.values(), in(0).row(i), arena.values(), to, out().lanes());
    }
  }

  @Override
  protected void backward(Arena arena) {
    int n = out().rows();
    for (int i = 0; i < n; i++) {
      int from = out().gradientRow(Math.floorMod(i + shift, n));
      Rows.scaled(
          arena.values(), from, in(0).gradientRow(i), out().lanes(), 1, in(0).accumulates());
    }
  }
}
