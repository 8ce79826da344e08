package org.seedbed.engine.operation;

import java.util.Arrays;
import java.util.List;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Axis;
import org.seedbed.engine.program.Operation;
import org.seedbed.engine.program.Place;
import org.seedbed.engine.program.Tensor;

/**
 * Adds a position before the first and one after the last: {@code [positions, maps]} → {@code
 * [positions + 2, maps]}. Sequences may be folded: their parts are side by side in the lanes, so
 * that what comes before a part is the last position of the part to its left. Before the first part
 * and after the last come zeros.
 */
public final class Border extends Operation {
  private final int lanesPerPart;
  private final int maps;

  /**
   * @param x axes {@code [positions, maps]}
   * @param lanesPerPart lanes of each part, which divide the lanes
   */
  public Border(Tensor x, int lanesPerPart) {
    super(List.of(x), result(x.lanes(), bordered(x.axes())));
    this.maps = x.axes().get(1).size();
    this.lanesPerPart = lanesPerPart;
    if (lanesPerPart < 1 || x.lanes() % lanesPerPart != 0) {
      throw new IllegalArgumentException(
          "%d lanes of a part do not divide those of %s".formatted(lanesPerPart, x));
    }
  }

  private static List<Axis> bordered(List<Axis> axes) {
    if (axes.size() != 2) {
      throw new IllegalArgumentException("axes " + axes + " must be of positions and maps");
    }
    return List.of(new Axis(axes.get(0).name(), axes.get(0).size() + 2), axes.get(1));
  }

  @Override
  protected boolean joins() {
    return true;
  }

  @Override
  protected int joinedRow(int k) {
    return maps;
  }

  @Override
  protected void forward(Arena arena) {
    float[] a = arena.values();
    Place x = in(0);
    Place y = out();
    int inner = y.lanes() - lanesPerPart;
    if (x.at() != y.row(maps)) {
      for (int r = 0; r < x.rows(); r++) {
        System.arraycopy(a, x.row(r), a, y.row(maps + r), y.lanes());
      }
    }
    for (int j = 0; j < maps; j++) {
      int before = y.row(j);
      int after = y.row(maps + x.rows() + j);
      System.arraycopy(a, x.row(x.rows() - maps + j), a, before + lanesPerPart, inner);
      Arrays.fill(a, before, before + lanesPerPart, 0);
      System.arraycopy(a, x.row(j) + lanesPerPart, a, after, inner);
      Arrays.fill(a, after + inner, after + y.lanes(), 0);
    }
  }

  @Override
  protected void backward(Arena arena) {
    float[] a = arena.values();
    Place x = in(0);
    Place y = out();
    int inner = y.lanes() - lanesPerPart;
    for (int r = 0; x.gradientAt() != y.gradientRow(maps) && r < x.rows(); r++) {
      Rows.scaled(a, y.gradientRow(maps + r), x.gradientRow(r), x.lanes(), 1, x.accumulates());
    }
    for (int j = 0; j < maps; j++) {
      addTo(a, x.gradientRow(x.rows() - maps + j), y.gradientRow(j) + lanesPerPart, inner);
      addTo(a, x.gradientRow(j) + lanesPerPart, y.gradientRow(maps + x.rows() + j), inner);
    }
  }

  private static void addTo(float[] a, int to, int from, int count) {
    for (int i = 0; i < count; i++) {
      a[to + i] += a[from + i];
    }
  }
}
