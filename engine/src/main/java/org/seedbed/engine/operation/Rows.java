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
    if (Lanes.VECTORS) {
      InVectors.fill(a, y.at(), y.stride(), y.rows(), y.lanes(), biases, biasAt);
    } else {
      InLoops.fill(a, y.at(), y.stride(), y.rows(), y.lanes(), biases, biasAt);
    }
  }

  /** Sets a gradient to zero. */
  static void clearGradient(float[] a, Place x) {
    if (Lanes.VECTORS) {
      InVectors.fill(a, x.gradientAt(), x.stride(), x.rows(), x.lanes(), a, -1);
    } else {
      InLoops.fill(a, x.gradientAt(), x.stride(), x.rows(), x.lanes(), a, -1);
    }
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

  private static final class InVectors {
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
