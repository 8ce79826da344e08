package org.seedbed.engine.program;

import java.util.Arrays;
import java.util.List;
import org.seedbed.engine.kernel.Lanes;

/**
 * A tensor of a recorded program: rows over named axes, columns over lanes. It holds no numbers;
 * the program's arena does. Parts of a tensor are views, which cost nothing.
 */
public final class Tensor {
  private final Storage storage;
  private final List<Axis> axes;
  private final int row;
  private final int rows;
  private final int rowStep;
  private final int lane;
  private final int lanes;

  private Tensor(Storage storage, List<Axis> axes, int row, int rowStep, int lane, int lanes) {
    this.storage = storage;
    this.axes = List.copyOf(axes);
    this.row = row;
    this.rows = size(axes);
    this.rowStep = rowStep;
    this.lane = lane;
    this.lanes = lanes;
  }

  static Tensor of(Storage.Kind kind, int lanes, List<Axis> axes) {
    if (lanes < 1 || lanes % Lanes.BLOCK != 0) {
      throw new IllegalArgumentException(
          "a tensor has %d lanes, must be a multiple of %d".formatted(lanes, Lanes.BLOCK));
    }
    return new Tensor(new Storage(kind, size(axes), lanes), axes, 0, 1, 0, lanes);
  }

  private static int size(List<Axis> axes) {
    return axes.stream().mapToInt(Axis::size).reduce(1, Math::multiplyExact);
  }

  Storage storage() {
    return storage;
  }

  /** Axes of the rows, outermost first. A tensor without axes has one row. */
  public List<Axis> axes() {
    return axes;
  }

  /** Number of rows: the product of the axes' sizes. */
  public int rows() {
    return rows;
  }

  /** Number of columns. */
  public int lanes() {
    return lanes;
  }

  /** Whether it depends on parameters, so that it has a gradient. */
  public boolean isDifferentiable() {
    return storage.differentiable;
  }

  /** Whether this is all of what an operation returned, not a part of it. */
  boolean isWhole() {
    return rows == storage.rows && lanes == storage.lanes && rowStep == 1;
  }

  int rowStep() {
    return rowStep;
  }

  int rootRow(int index) {
    return storage.rootRow() + row + index * rowStep;
  }

  int rootLane() {
    return storage.rootLane() + lane;
  }

  /** Whether two views have elements in common. */
  boolean overlaps(Tensor other) {
    if (storage.root() != other.storage.root()
        || rootLane() >= other.rootLane() + other.lanes
        || other.rootLane() >= rootLane() + lanes) {
      return false;
    }
    for (int i = 0; i < rows; i++) {
      int from = rootRow(i) - other.rootRow(0);
      if (from >= 0 && from % other.rowStep == 0 && from / other.rowStep < other.rows) {
        return true;
      }
    }
    return false;
  }

  /** Returns the part at an index of an axis, without that axis. */
  public Tensor at(String axis, int index) {
    int position = position(axis);
    check(index >= 0 && index < axes.get(position).size(), "has no index " + index);
    int inner = size(axes.subList(position + 1, axes.size()));
    if (position == 0) {
      return view(
          axes.subList(1, axes.size()), row + index * inner * rowStep, rowStep, lane, lanes);
    }
    check(inner == 1, "can be cut only along its first or its last axis");
    return view(
        axes.subList(0, position),
        row + index * rowStep,
        rowStep * axes.get(position).size(),
        lane,
        lanes);
  }

  /** Returns a range of the first axis, under a name and size of its own. */
  public Tensor range(int from, Axis part) {
    int inner = size(axes.subList(1, axes.size()));
    check(
        from >= 0 && from + part.size() <= axes.get(0).size(),
        "has no part of " + part + " from " + from);
    var cut = axes.toArray(new Axis[0]);
    cut[0] = part;
    return view(Arrays.asList(cut), row + from * inner * rowStep, rowStep, lane, lanes);
  }

  /** Returns the same rows over other axes. */
  public Tensor as(Axis... others) {
    check(size(List.of(others)) == rows, "cannot be taken as " + List.of(others));
    return view(List.of(others), row, rowStep, lane, lanes);
  }

  /** Returns a range of the lanes. */
  public Tensor columns(int from, int count) {
    check(
        from >= 0 && count > 0 && from + count <= lanes && (from | count) % Lanes.BLOCK == 0,
        "has no lanes %d to %d, in blocks of %d".formatted(from, from + count, Lanes.BLOCK));
    return view(axes, row, rowStep, lane + from, count);
  }

  private Tensor view(List<Axis> cut, int atRow, int step, int atLane, int count) {
    return new Tensor(storage, cut, atRow, step, atLane, count);
  }

  private int position(String axis) {
    for (int i = 0; i < axes.size(); i++) {
      if (axes.get(i).name().equals(axis)) {
        return i;
      }
    }
    throw new IllegalArgumentException("tensor " + this + " has no axis '" + axis + "'");
  }

  private void check(boolean holds, String problem) {
    if (!holds) {
      throw new IllegalArgumentException("tensor " + this + " " + problem);
    }
  }

  @Override
  public String toString() {
    return axes + "×" + lanes;
  }
}
