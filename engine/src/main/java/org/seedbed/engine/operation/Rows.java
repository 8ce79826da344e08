package org.seedbed.engine.operation;

import static org.seedbed.engine.kernel.Vectors.broadcast;
import static org.seedbed.engine.kernel.Vectors.load;

import java.util.Arrays;
import org.seedbed.engine.kernel.Lanes;
import org.seedbed.engine.kernel.Scalars;
import org.seedbed.engine.kernel.Vectors;
import org.seedbed.engine.program.Place;

/** Copies and sums of rows. */
final class Rows {
  private Rows() {}

  /** Copies values from one place to another of the same shape. */
  static void copy(float[] a, Place from, Place to) {
    for (int r = 0; r < from.rows(); r++) {
      System.arraycopy(a, from.row(r), a, to.row(r), from.lanes());
    }
  }

  /** Fills each row with its bias, or with zeros if {@code biasAt} is negative. */
  static void fill(float[] a, Place y, float[] biases, int biasAt) {
    fill(a, y.at(), y.stride(), y.rows(), y.lanes(), biases, biasAt);
  }

  /** Fills {@code rows} rows, {@code stride} apart, with their biases, or with zeros. */
  static void fill(float[] a, int at, int stride, int rows, int lanes, float[] biases, int biasAt) {
    if (Lanes.VECTORS) {
      InVectors.fill(a, at, stride, rows, lanes, biases, biasAt);
    } else {
      InLoops.fill(a, at, stride, rows, lanes, biases, biasAt);
    }
  }

  /** Sets a gradient to zero. */
  static void clearGradient(float[] a, Place x) {
    fill(a, x.gradientAt(), x.stride(), x.rows(), x.lanes(), a, -1);
  }

  /** Puts {@code scale} times the gradient of {@code y} to that of {@code x}, of the same shape. */
  static void addGradient(float[] a, Place y, Place x, float scale) {
    for (int r = 0; r < y.rows(); r++) {
      scaled(a, y.gradientRow(r), x.gradientRow(r), y.lanes(), scale, x.accumulates());
    }
  }

  /** y = (y +) scale·x for {@code n} elements. */
  static void scaled(float[] a, int x, int y, int n, float scale, boolean add) {
    if (Lanes.VECTORS) {
      InVectors.scaled(a, x, y, n, scale, add);
    } else {
      InLoops.scaled(a, x, y, n, scale, add);
    }
  }

  /** z = (z +) x·y for {@code n} elements. */
  static void product(float[] a, int x, int y, int z, int n, boolean add) {
    if (Lanes.VECTORS) {
      InVectors.product(a, x, y, z, n, add);
    } else {
      InLoops.product(a, x, y, z, n, add);
    }
  }

  /** Whether three places have the same rows without gaps, so that they can be taken as one row. */
  static boolean areFlat(Place x, Place y, Place z) {
    return x.isDense() && y.isDense() && z.isDense() && x.rows() == y.rows();
  }

  /**
   * Puts the gradient of a factor of z = x·other.
   *
   * @param x if it has one row, all rows of z add to it
   */
  static void ofFactor(float[] a, Place z, Place x, Place other) {
    if (!x.hasGradient()) {
      return;
    }
    if (areFlat(x, other, z)) {
      int n = x.rows() * x.lanes();
      product(a, z.gradientAt(), other.at(), x.gradientAt(), n, x.accumulates());
      return;
    }
    for (int r = 0; r < z.rows(); r++) {
      boolean add = x.accumulates() || (x.rows() == 1 && r > 0);
      product(
          a,
          z.gradientRow(r),
          other.row(Shapes.row(other, r)),
          x.gradientRow(Shapes.row(x, r)),
          z.lanes(),
          add);
    }
  }

  /**
   * Adds {@code count} rows of lanes, with the stride and lanes of {@code y}, to 16 partial sums
   * each.
   */
  static void addToPartials(float[] a, int at, Place y, int count, int partials) {
    if (Lanes.VECTORS) {
      InVectors.addToPartials(a, at, y.stride(), count, y.lanes(), partials);
    } else {
      InLoops.addToPartials(a, at, y.stride(), count, y.lanes(), partials);
    }
  }

  /** {@code [rows, lanes]} → {@code [lanes, stride]}, with zeros after the rows. */
  static void transpose(float[] a, int x, int xStride, int rows, int lanes, int to, int stride) {
    int row = 0;
    // Four rows at a time, so that their writes share cache lines.
    for (; row + 4 <= rows; row += 4) {
      int from = x + row * xStride;
      for (int lane = 0; lane < lanes; lane++) {
        int at = to + lane * stride + row;
        a[at] = a[from + lane];
        a[at + 1] = a[from + xStride + lane];
        a[at + 2] = a[from + 2 * xStride + lane];
        a[at + 3] = a[from + 3 * xStride + lane];
      }
    }
    for (; row < stride; row++) {
      for (int lane = 0; lane < lanes; lane++) {
        a[to + lane * stride + row] = row < rows ? a[x + row * xStride + lane] : 0;
      }
    }
  }

  private static final class InVectors {
    static void addToPartials(float[] a, int at, int stride, int rows, int lanes, int partials) {
      for (int r = 0; r < rows; r++) {
        for (int block = 0; block < Lanes.BLOCK; block += Vectors.LENGTH) {
          int to = partials + r * Lanes.BLOCK + block;
          var sum = load(a, to);
          for (int lane = block; lane < lanes; lane += Lanes.BLOCK) {
            sum = sum.add(load(a, at + r * stride + lane));
          }
          sum.intoArray(a, to);
        }
      }
    }

    static void fill(float[] a, int y, int ys, int rows, int lanes, float[] biases, int biasAt) {
      for (int r = 0; r < rows; r++) {
        var x = broadcast(biasAt < 0 ? 0 : biases[biasAt + r]);
        for (int c = 0; c < lanes; c += Vectors.LENGTH) {
          x.intoArray(a, y + r * ys + c);
        }
      }
    }

    static void scaled(float[] a, int x, int y, int n, float scale, boolean add) {
      var factor = broadcast(scale);
      if (add) {
        for (int i = 0; i < n; i += Vectors.LENGTH) {
          factor.fma(load(a, x + i), load(a, y + i)).intoArray(a, y + i);
        }
      } else {
        for (int i = 0; i < n; i += Vectors.LENGTH) {
          load(a, x + i).mul(factor).intoArray(a, y + i);
        }
      }
    }

    static void product(float[] a, int x, int y, int z, int n, boolean add) {
      if (add) {
        for (int i = 0; i < n; i += Vectors.LENGTH) {
          var sum = load(a, x + i).fma(load(a, y + i), load(a, z + i));
          Vectors.flush(sum).intoArray(a, z + i);
        }
      } else {
        for (int i = 0; i < n; i += Vectors.LENGTH) {
          Vectors.flush(load(a, x + i).mul(load(a, y + i))).intoArray(a, z + i);
        }
      }
    }
  }

  private static final class InLoops {
    static void addToPartials(float[] a, int at, int stride, int rows, int lanes, int partials) {
      for (int r = 0; r < rows; r++) {
        for (int lane = 0; lane < lanes; lane++) {
          a[partials + r * Lanes.BLOCK + lane % Lanes.BLOCK] += a[at + r * stride + lane];
        }
      }
    }

    static void fill(float[] a, int y, int ys, int rows, int lanes, float[] biases, int biasAt) {
      for (int r = 0; r < rows; r++) {
        int at = y + r * ys;
        Arrays.fill(a, at, at + lanes, biasAt < 0 ? 0 : biases[biasAt + r]);
      }
    }

    static void scaled(float[] a, int x, int y, int n, float scale, boolean add) {
      for (int i = 0; i < n; i++) {
        a[y + i] = add ? Math.fma(scale, a[x + i], a[y + i]) : a[x + i] * scale;
      }
    }

    static void product(float[] a, int x, int y, int z, int n, boolean add) {
      for (int i = 0; i < n; i++) {
        float sum = add ? Math.fma(a[x + i], a[y + i], a[z + i]) : a[x + i] * a[y + i];
        a[z + i] = Scalars.flush(sum);
      }
    }
  }
}
