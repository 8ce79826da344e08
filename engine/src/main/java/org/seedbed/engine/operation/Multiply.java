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
    if (isFlat()) {
      Rows.product(arena.values(), x.at(), y.at(), out().at(), x.rows() * x.lanes(), false);
      return;
    }
    for (int r = 0; r < x.rows(); r++) {
      Rows.product(
          arena.values(), x.row(r), y.row(Shapes.row(y, r)), out().row(r), x.lanes(), false);
    }
  }

  private boolean isFlat() {
    return in(0).isDense() && in(1).isDense() && out().isDense() && in(0).rows() == in(1).rows();
  }

  @Override
  protected void backward(Arena arena) {
    ofFactor(arena, in(0), in(1));
    ofFactor(arena, in(1), in(0));
  }

  private void ofFactor(Arena arena, Place x, Place other) {
    Place z = out();
    if (!x.hasGradient()) {
      return;
    }
    if (isFlat()) {
      Rows.product(
          arena.values(),
          z.gradientAt(),
          other.at(),
          x.gradientAt(),
          x.rows() * x.lanes(),
          x.accumulates());
      return;
    }
    for (int r = 0; r < z.rows(); r++) {
      // Several rows of the output add to one row.
      boolean add = x.accumulates() || x.rows() == 1 && r > 0;
      Rows.product(
          arena.values(),
          z.gradientRow(r),
          other.row(Shapes.row(other, r)),
          x.gradientRow(Shapes.row(x, r)),
          z.lanes(),
          add);
    }
  }
}
