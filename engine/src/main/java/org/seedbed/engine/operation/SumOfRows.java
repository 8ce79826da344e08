package org.seedbed.engine.operation;

import java.util.List;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Operation;
import org.seedbed.engine.program.Place;
import org.seedbed.engine.program.Tensor;

/** The sum of all rows. */
public final class SumOfRows extends Operation {
  public SumOfRows(Tensor x) {
    super(List.of(x), result(x.lanes(), List.of()));
  }

  @Override
  protected void forward(Arena arena) {
    Place x = in(0);
    System.arraycopy(arena.values(), x.at(), arena.values(), out().at(), x.lanes());
    for (int r = 1; r < x.rows(); r++) {
      Rows.scaled(arena.values(), x.row(r), out().at(), x.lanes(), 1, true);
    }
  }

  @Override
  protected void backward(Arena arena) {
    Place x = in(0);
    for (int r = 0; r < x.rows(); r++) {
      Rows.scaled(
          arena.values(), out().gradientAt(), x.gradientRow(r), x.lanes(), 1, x.accumulates());
    }
  }
}
