package org.seedbed.engine.operation;

import java.util.List;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Operation;
import org.seedbed.engine.program.Tensor;

/** x + scale·y, element by element. */
public final class Add extends Operation {
  private final float scale;

  public Add(Tensor x, Tensor y, float scale) {
    super(List.of(x, y), result(x.lanes(), x.axes()));
    Shapes.requireSame(x, y);
    this.scale = scale;
  }

  @Override
  protected void forward(Arena arena) {
    Rows.copy(arena.values(), in(0), out());
    for (int r = 0; r < out().rows(); r++) {
      Rows.scaled(arena.values(), in(1).row(r), out().row(r), out().lanes(), scale, true);
    }
  }

  @Override
  protected void backward(Arena arena) {
    if (in(0).hasGradient()) {
      Rows.addGradient(arena.values(), out(), in(0), 1);
    }
    if (in(1).hasGradient()) {
      Rows.addGradient(arena.values(), out(), in(1), scale);
    }
  }
}
