package org.seedbed.engine.operation;

import java.util.List;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Operation;
import org.seedbed.engine.program.Tensor;

/** x, whose gradient is multiplied by a mask: 0 stops what comes back in a lane, 1 lets it pass. */
public final class StopGradient extends Operation {
  /**
   * @param passes the mask: one row, which all rows of {@code x} share
   */
  public StopGradient(Tensor x, Tensor passes) {
    super(List.of(x, passes), result(x.lanes(), x.axes()));
    if (passes.rows() != 1 || passes.lanes() != x.lanes()) {
      throw new IllegalArgumentException(
          "mask %s must be one row of %d lanes".formatted(passes, x.lanes()));
    }
    if (passes.isDifferentiable()) {
      throw new IllegalArgumentException("masks must not depend on parameters");
    }
  }

  @Override
  protected boolean readsInput(int k) {
    return k == 1;
  }

  @Override
  protected void forward(Arena arena) {
    Rows.copy(arena.values(), in(0), out());
  }

  @Override
  protected void backward(Arena arena) {
    Rows.ofFactor(arena.values(), out(), in(0), in(1));
  }
}
