package org.seedbed.engine.program;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.seedbed.engine.kernel.Lanes;

/**
 * A matrix {@code [rows, lanes]} in the arena. The compiler may place it inside another storage,
 * its root. Gradients have the same shape in a place of their own.
 */
final class Storage {
  /** Where a storage's content comes from. */
  enum Kind {
    INPUT,
    CONSTANT,
    RESULT
  }

  /** Blocks of a row from which padding costs less than it saves. */
  private static final int WIDE = 8;

  final Kind kind;
  final int rows;
  final int lanes;

  /** Distance between rows. */
  final int stride;

  private Storage within = this;
  private int rowOffset;
  private int laneOffset;

  boolean differentiable;
  final Lifetime value = new Lifetime();
  final Lifetime gradient = new Lifetime();
  private final BitSet written = new BitSet();

  Storage(Kind kind, int rows, int lanes) {
    this.kind = kind;
    this.rows = rows;
    this.lanes = lanes;
    this.stride = stride(lanes);
  }

  /**
   * Rows a multiple of 128 bytes apart share half of a cache's sets or fewer, and a product reads a
   * column of them. So wide rows are an odd number of blocks apart.
   */
  private static int stride(int lanes) {
    int blocks = lanes / Lanes.BLOCK;
    return blocks >= WIDE && blocks % 2 == 0 ? lanes + Lanes.BLOCK : lanes;
  }

  /** Returns the number of blocks between the end of a row and the next row. */
  int blocksBetweenRows() {
    return (stride - lanes) / Lanes.BLOCK;
  }

  /** When a part of the arena is in use, and where it is. */
  static final class Lifetime {
    int first = Integer.MAX_VALUE;
    int last = -1;
    int at = -1;

    void use(int time) {
      first = Math.min(first, time);
      last = Math.max(last, time);
    }

    boolean isUsed() {
      return last >= 0;
    }

    boolean overlaps(Lifetime other) {
      return first <= other.last && other.first <= last;
    }
  }

  boolean isRoot() {
    return within == this;
  }

  Storage root() {
    return isRoot() ? this : within.root();
  }

  /** Row in the root at which this storage begins. */
  int rootRow() {
    return isRoot() ? 0 : rowOffset + within.rootRow();
  }

  /** Lane in the root at which this storage begins. */
  int rootLane() {
    return isRoot() ? 0 : laneOffset + within.rootLane();
  }

  /** Places this root inside another storage. */
  void placeWithin(Storage other, int row, int lane) {
    within = other;
    rowOffset = row;
    laneOffset = lane;
  }

  int size() {
    return rows * stride;
  }

  /** Marks the blocks of a view's gradient as written. */
  void write(Tensor view) {
    unwritten(view).forEach(written::set);
  }

  /** Whether some blocks of a view's gradient are written. */
  boolean isPartlyWritten(Tensor view) {
    return unwritten(view).size() < view.rows() * (view.lanes() / Lanes.BLOCK);
  }

  /** Returns the blocks of a view's gradient that are not written, in order. */
  List<Integer> unwritten(Tensor view) {
    var blocks = new ArrayList<Integer>();
    for (int row = 0; row < view.rows(); row++) {
      for (int block = 0; block < view.lanes() / Lanes.BLOCK; block++) {
        if (!written.get(block(view, row, block))) {
          blocks.add(block(view, row, block));
        }
      }
    }
    return blocks;
  }

  private int block(Tensor view, int row, int block) {
    return view.rootRow(row) * (stride / Lanes.BLOCK) + view.rootLane() / Lanes.BLOCK + block;
  }
}
