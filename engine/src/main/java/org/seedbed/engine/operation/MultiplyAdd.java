package org.seedbed.engine.operation;

import java.util.List;
import java.util.Optional;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Operation;
import org.seedbed.engine.program.Place;
import org.seedbed.engine.program.Tensor;

/** x·y + z, element by element, rounded once; a y of one row multiplies every row of x. */
public final class MultiplyAdd extends Operation {
  public MultiplyAdd(Tensor x, Tensor y, Tensor z) {
    super(List.of(x, y, z), result(x.lanes(), x.axes()));
    Shapes.requireRowsOrOne(x, y);
    Shapes.requireSame(x, z);
  }

  @Override
  protected boolean readsInput(int k) {
    return k < 2 && inputs().get(1 - k).isDifferentiable();
  }

  @Override
  protected Optional<Integer> reusableInput() {
    return Optional.of(2);
  }

  @Override
  protected void forward(Arena arena) {
    Place x = in(0);
    Place y = in(1);
    if (in(2).at() != out().at()) {
      Rows.copy(arena.values(), in(2), out());
    }
    for (int r = 0; r < x.rows(); r++) {
      Rows.product(
          arena.values(), x.row(r), y.row(Shapes.row(y, r)), out().row(r), x.lanes(), true);
    }
  }

  @Override
  protected void backward(Arena arena) {
    Rows.ofFactor(arena.values(), out(), in(0), in(1));
    Rows.ofFactor(arena.values(), out(), in(1), in(0));
    if (in(2).hasGradient() && in(2).gradientAt() != out().gradientAt()) {
      Rows.addGradient(arena.values(), out(), in(2), 1);
    }
  }
}
