package org.seedbed.engine.operation;

import java.util.List;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Axis;
import org.seedbed.engine.program.Operation;
import org.seedbed.engine.program.Place;
import org.seedbed.engine.program.Tensor;

/** One tensor of several, by rows or by lanes. Costs nothing where the parts can be made in it. */
public final class Join extends Operation {
  private final boolean byLanes;

  private Join(List<Tensor> parts, int lanes, List<Axis> axes, boolean byLanes) {
    super(parts, result(lanes, axes));
    this.byLanes = byLanes;
  }

  /** Joins the rows of parts with as many lanes. */
  public static Join ofRows(List<Tensor> parts, Axis... axes) {
    int lanes = parts.get(0).lanes();
    int rows = parts.stream().mapToInt(Tensor::rows).sum();
    var join = new Join(parts, lanes, List.of(axes), false);
    if (join.output().rows() != rows || parts.stream().anyMatch(part -> part.lanes() != lanes)) {
      throw new IllegalArgumentException("parts " + parts + " do not make " + join.output());
    }
    return join;
  }

  /** Joins the lanes of parts with the same axes. */
  public static Join ofLanes(List<Tensor> parts) {
    var axes = parts.get(0).axes();
    if (parts.stream().anyMatch(part -> !part.axes().equals(axes))) {
      throw new IllegalArgumentException("parts " + parts + " differ in their axes");
    }
    return new Join(parts, parts.stream().mapToInt(Tensor::lanes).sum(), axes, true);
  }

  @Override
  protected boolean joins() {
    return true;
  }

  @Override
  protected int joinedRow(int k) {
    return byLanes ? 0 : inputs().stream().limit(k).mapToInt(Tensor::rows).sum();
  }

  @Override
  protected int joinedLane(int k) {
    return byLanes ? inputs().stream().limit(k).mapToInt(Tensor::lanes).sum() : 0;
  }

  private boolean[] inPlace;
  private int[] offsets;

  @Override
  protected void bound() {
    int n = inputs().size();
    inPlace = new boolean[n];
    offsets = new int[n];
    for (int k = 0; k < n; k++) {
      offsets[k] = joinedRow(k) * out().stride() + joinedLane(k);
      inPlace[k] = in(k).at() == out().at() + offsets[k];
    }
  }

  @Override
  protected void forward(Arena arena) {
    for (int k = 0; k < inPlace.length; k++) {
      Place part = in(k);
      for (int r = 0; !inPlace[k] && r < part.rows(); r++) {
        System.arraycopy(
            arena.values(), part.row(r), arena.values(), out().row(r) + offsets[k], part.lanes());
      }
    }
  }

  @Override
  protected void backward(Arena arena) {
    for (int k = 0; k < inPlace.length; k++) {
      Place part = in(k);
      for (int r = 0; !inPlace[k] && part.hasGradient() && r < part.rows(); r++) {
        Rows.scaled(
            arena.values(),
            out().gradientRow(r) + offsets[k],
            part.gradientRow(r),
            part.lanes(),
            1,
            part.accumulates());
      }
    }
  }
}
