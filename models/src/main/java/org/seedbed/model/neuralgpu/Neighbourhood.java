package org.seedbed.model.neuralgpu;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.seedbed.model.population.Tensors;

/**
 * What a kernel of width 3, or of 3×3, sees of a state: each cell's neighbours under each other, so
 * that a convolution is one matrix product for each seed.
 *
 * <p>The maps are cut into parts (three where gates shift). The parts that a shifted state is made
 * of come first: {@code shift(s)} is then a view of what was gathered for the convolution.
 *
 * @param maps m
 * @param rows w
 * @param shifts whether the parts are moved: the first is carried over from the left, the second
 *     from the right
 */
record Neighbourhood(int maps, int rows, boolean shifts) {
  /** One part of the maps, seen from a cell. */
  private record Piece(int down, int right, int part) {}

  /** Cells that a kernel sees: 3 or 9. */
  int cells() {
    return rows == 1 ? 3 : 9;
  }

  /** Rows of {@link #gather}: the neighbours' maps and a row of ones. */
  int size() {
    return cells() * maps + 1;
  }

  private int parts() {
    return shifts ? 3 : 1;
  }

  private int partMaps() {
    return maps / parts();
  }

  private List<Piece> pieces() {
    var pieces = new ArrayList<Piece>();
    int vertical = rows == 1 ? 0 : 1;
    for (int down = -vertical; down <= vertical; down++) {
      for (int right = -1; right <= 1; right++) {
        for (int part = 0; part < parts(); part++) {
          pieces.add(new Piece(down, right, part));
        }
      }
    }
    pieces.sort(Comparator.comparing(piece -> !isShifted(piece)));
    // Those of the shifted state stand in the order of the parts.
    pieces.subList(0, parts()).sort(Comparator.comparingInt(Piece::part));
    return pieces;
  }

  private boolean isShifted(Piece piece) {
    int from = !shifts ? 0 : piece.part() == 0 ? -1 : piece.part() == 1 ? 1 : 0;
    return piece.down() == 0 && piece.right() == from;
  }

  /**
   * All neighbours of the inner columns.
   *
   * @param state {@code [K, m, w, L + 2]}
   * @param ones {@code [K, 1, w, L]}
   * @return {@code [K, c·m + 1, w·L]}
   */
  NDArray gather(NDArray state, NDArray ones) {
    var shape = state.getShape();
    long inner = shape.get(3) - 2;
    var open = new ArrayList<NDArray>();
    try {
      NDArray[] vertical = vertical(state, open);
      var all = new ArrayList<NDArray>();
      for (var piece : pieces()) {
        int from = piece.part() * partMaps();
        NDArray slice =
            block(
                vertical[piece.down() + 1],
                new long[] {0, from, 0, 1L + piece.right()},
                new long[] {shape.get(0), from + partMaps(), rows, 1 + piece.right() + inner});
        open.add(slice);
        all.add(slice);
      }
      all.add(ones);
      NDArray joined = Tensors.join(1, all);
      open.add(joined);
      return joined.reshape(shape.get(0), size(), rows * inner);
    } finally {
      open.forEach(NDArray::close);
    }
  }

  /** The state with each row's upper neighbour, as it is, and with its lower neighbour. */
  private NDArray[] vertical(NDArray state, List<NDArray> open) {
    if (rows == 1) {
      return new NDArray[] {state, state, state};
    }
    var shape = state.getShape();
    NDArray edge =
        state
            .getManager()
            .zeros(new Shape(shape.get(0), shape.get(1), 1, shape.get(3)), state.getDataType());
    NDArray above =
        state.get(new NDIndex().addAllDim().addAllDim().addSliceDim(0, rows - 1).addAllDim());
    NDArray below =
        state.get(new NDIndex().addAllDim().addAllDim().addSliceDim(1, rows).addAllDim());
    NDArray up = Tensors.join(2, edge, above);
    NDArray down = Tensors.join(2, below, edge);
    open.addAll(List.of(edge, above, below, up, down));
    return new NDArray[] {up, state, down};
  }

  /**
   * The gradient of a state by that of its {@link #gather}: each neighbour's goes back to where it
   * came from.
   *
   * @param gathered {@code [K, c·m + 1, w·L]}
   * @return {@code [K, m, w, L + 2]}
   */
  NDArray scatter(NDArray gathered) {
    long width = gathered.getShape().get(0);
    long inner = gathered.getShape().get(2) / rows;
    NDArray state =
        gathered
            .getManager()
            .zeros(new Shape(width, maps, rows, inner + 2), gathered.getDataType());
    try (NDArray split = gathered.reshape(width, size(), rows, inner)) {
      int first = 0;
      for (var piece : pieces()) {
        int part = piece.part() * partMaps();
        int hidden = Math.abs(piece.down());
        int fromRow = Math.max(0, piece.down());
        try (NDArray from =
                block(
                    split,
                    new long[] {0, first, Math.max(0, -piece.down()), 0},
                    new long[] {
                      width, first + partMaps(), rows - Math.max(0, piece.down()), inner
                    });
            NDArray to =
                block(
                    state,
                    new long[] {0, part, fromRow, 1L + piece.right()},
                    new long[] {
                      width, part + partMaps(), fromRow + rows - hidden, 1 + piece.right() + inner
                    })) {
          to.addi(from);
        }
        first += partMaps();
      }
    }
    return state;
  }

  /** A view of the cells from {@code first} up to {@code end}. */
  static NDArray block(NDArray x, long[] first, long[] end) {
    long[] steps = new long[first.length];
    Arrays.fill(steps, 1);
    return JniUtils.index((PtNDArray) x, first, end, steps, (PtNDManager) x.getManager());
  }

  /**
   * The shifted state, a view.
   *
   * @param gathered {@code [K, c·m + 1, w·L]}
   * @return {@code [K, m, w·L]}
   */
  NDArray shifted(NDArray gathered) {
    return gathered.get(new NDIndex().addAllDim().addSliceDim(0, maps).addAllDim());
  }

  /**
   * A kernel's columns in the order of {@link #gather}, its bias last.
   *
   * @param kernel {@code [K, o, c, m]}, cells row by row
   * @param bias {@code [K, o]}
   * @return {@code [K, o, c·m + 1]}
   */
  NDArray arrange(NDArray kernel, NDArray bias) {
    var shape = kernel.getShape();
    var columns = new ArrayList<NDArray>();
    for (var piece : pieces()) {
      int cell = (rows == 1 ? 0 : 3 * (piece.down() + 1)) + piece.right() + 1;
      int from = piece.part() * partMaps();
      columns.add(
          kernel
              .get(
                  new NDIndex()
                      .addAllDim()
                      .addAllDim()
                      .addSliceDim(cell, cell + 1)
                      .addSliceDim(from, from + partMaps()))
              .reshape(shape.get(0), shape.get(1), partMaps()));
    }
    columns.add(bias.reshape(shape.get(0), shape.get(1), 1));
    return Tensors.join(2, columns);
  }
}
