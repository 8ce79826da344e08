package org.seedbed.engine.operation;

import java.util.List;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Operation;
import org.seedbed.engine.program.Place;
import org.seedbed.engine.program.Tensor;

/** x·y, element by element; a y of one row multiplies every row of x. */
public final class Multiply extends Operation {
  public Multiply(Tensor x, Tensor y) {
    super(List.of(x, y), result(x.lanes(), x.axes()));
    Shapes.requireRowsOrOne(x, y);
  }

  @Override
  protected boolean readsInput(int k) {
    return inputs().get(1 - k).isDifferentiable();
  }

  @Override
  protected void forward(Arena arena) {
    Place x = in(0);
    Place y = in(1);
    if (Rows.areFlat(x, y, out())) {
      Rows.product(arena.values(), x.at(), y.at(), out().at(), x.rows() * x.lanes(), false);
      return;
    }
    for (int r = 0; r < x.rows(); r++) {
      Rows.product(
          arena.values(), x.row(r), y.row(Shapes.row(y, r)), out().row(r), x.lanes(), false);
    }
  }

  @Override
  protected void backward(Arena arena) {
    Rows.ofFactor(arena.values(), out(), in(0), in(1));
    Rows.ofFactor(arena.values(), out(), in(1), in(0));
  }
}
