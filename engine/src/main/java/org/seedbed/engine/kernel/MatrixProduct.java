package org.seedbed.engine.kernel;

import static org.seedbed.engine.kernel.Vectors.broadcast;
import static org.seedbed.engine.kernel.Vectors.load;

/**
 * Product of a matrix of weights with a matrix whose columns are lanes, added to a third: {@code Y
 * += W·X}. Each element of the result is one sum, in the order of the depth, so its bits do not
 * depend on how the product is cut into tiles.
 */
public final class MatrixProduct {
  private MatrixProduct() {}

  /**
   * @param w matrix {@code [rows, depth]}: element (i, k) is at {@code at + i·stride + k}, or, if
   *     transposed, at {@code at + k·stride + i}
   * @param x matrix {@code [depth, lanes]}, rows {@code xStride} apart
   * @param y matrix {@code [rows, lanes]}, rows {@code yStride} apart
   * @param lanes a multiple of {@link Lanes#BLOCK}
   */
  public static void add(
      float[] w,
      int at,
      int stride,
      boolean transposed,
      float[] x,
      int xAt,
      int xStride,
      float[] y,
      int yAt,
      int yStride,
      int rows,
      int lanes,
      int depth) {
    if (Lanes.VECTORS) {
      InVectors.add(
          w, at, stride, transposed, x, xAt, xStride, y, yAt, yStride, rows, lanes, depth);
    } else {
      InLoops.add(w, at, stride, transposed, x, xAt, xStride, y, yAt, yStride, rows, lanes, depth);
    }
  }

  private static final class InVectors {
    private static final int N = Vectors.LENGTH;
    // 16 sums in registers need 32 registers, which vectors of 8 lanes (AVX2) do not have.
    private static final boolean WIDE = N != 8;

    static void add(
        float[] w,
        int at,
        int stride,
        boolean transposed,
        float[] x,
        int xAt,
        int xStride,
        float[] y,
        int yAt,
        int yStride,
        int rows,
        int lanes,
        int depth) {
      int rowStep = transposed ? 1 : stride;
      int depthStep = transposed ? stride : 1;
      int c = 0;
      while (c < lanes) {
        // Few broadcasts per product: on many processors they share a port with it.
        int width = WIDE && c + 4 * N <= lanes ? 4 : c + 2 * N <= lanes ? 2 : 1;
        int r = 0;
        while (r < rows) {
          int i = at + r * rowStep;
          int out = yAt + r * yStride + c;
          int left = rows - r;
          if (width == 4 && left >= 4) {
            tile4x4(w, i, rowStep, depthStep, x, xAt + c, xStride, y, out, yStride, depth);
            r += 4;
          } else if (width == 4) {
            tile1x4(w, i, depthStep, x, xAt + c, xStride, y, out, depth);
            r += 1;
          } else if (width == 2 && left >= 6) {
            // With a constant step along one side, C2 takes fewer checks and no multiplication.
            if (transposed) {
              tile6x2Transposed(w, i, stride, x, xAt + c, xStride, y, out, yStride, depth);
            } else {
              tile6x2(w, i, stride, x, xAt + c, xStride, y, out, yStride, depth);
            }
            r += 6;
          } else if (width == 2 && left >= 2) {
            tile2x2(w, i, rowStep, depthStep, x, xAt + c, xStride, y, out, yStride, depth);
            r += 2;
          } else if (width == 2) {
            tile1x2(w, i, depthStep, x, xAt + c, xStride, y, out, depth);
            r += 1;
          } else if (left >= 8) {
            tile8x1(w, i, rowStep, depthStep, x, xAt + c, xStride, y, out, yStride, depth);
            r += 8;
          } else {
            tile1x1(w, i, depthStep, x, xAt + c, xStride, y, out, depth);
            r += 1;
          }
        }
        c += width * N;
      }
    }

    private static void tile4x4(
        float[] w,
        int at,
        int rowStep,
        int depthStep,
        float[] x,
        int xAt,
        int xStride,
        float[] y,
        int yAt,
        int yStride,
        int depth) {
      var a0 = load(y, yAt + 0 * N);
      var a1 = load(y, yAt + 1 * N);
      var a2 = load(y, yAt + 2 * N);
      var a3 = load(y, yAt + 3 * N);
      var b0 = load(y, yAt + 1 * yStride + 0 * N);
      var b1 = load(y, yAt + 1 * yStride + 1 * N);
      var b2 = load(y, yAt + 1 * yStride + 2 * N);
      var b3 = load(y, yAt + 1 * yStride + 3 * N);
      var c0 = load(y, yAt + 2 * yStride + 0 * N);
      var c1 = load(y, yAt + 2 * yStride + 1 * N);
      var c2 = load(y, yAt + 2 * yStride + 2 * N);
      var c3 = load(y, yAt + 2 * yStride + 3 * N);
      var d0 = load(y, yAt + 3 * yStride + 0 * N);
      var d1 = load(y, yAt + 3 * yStride + 1 * N);
      var d2 = load(y, yAt + 3 * yStride + 2 * N);
      var d3 = load(y, yAt + 3 * yStride + 3 * N);
      for (int k = 0, i = at, j = xAt; k < depth; k++, i += depthStep, j += xStride) {
        var x0 = load(x, j + 0 * N);
        var x1 = load(x, j + 1 * N);
        var x2 = load(x, j + 2 * N);
        var x3 = load(x, j + 3 * N);
        var p = broadcast(w[i]);
        a0 = p.fma(x0, a0);
        a1 = p.fma(x1, a1);
        a2 = p.fma(x2, a2);
        a3 = p.fma(x3, a3);
        p = broadcast(w[i + 1 * rowStep]);
        b0 = p.fma(x0, b0);
        b1 = p.fma(x1, b1);
        b2 = p.fma(x2, b2);
        b3 = p.fma(x3, b3);
        p = broadcast(w[i + 2 * rowStep]);
        c0 = p.fma(x0, c0);
        c1 = p.fma(x1, c1);
        c2 = p.fma(x2, c2);
        c3 = p.fma(x3, c3);
        p = broadcast(w[i + 3 * rowStep]);
        d0 = p.fma(x0, d0);
        d1 = p.fma(x1, d1);
        d2 = p.fma(x2, d2);
        d3 = p.fma(x3, d3);
      }
      a0.intoArray(y, yAt + 0 * N);
      a1.intoArray(y, yAt + 1 * N);
      a2.intoArray(y, yAt + 2 * N);
      a3.intoArray(y, yAt + 3 * N);
      b0.intoArray(y, yAt + 1 * yStride + 0 * N);
      b1.intoArray(y, yAt + 1 * yStride + 1 * N);
      b2.intoArray(y, yAt + 1 * yStride + 2 * N);
      b3.intoArray(y, yAt + 1 * yStride + 3 * N);
      c0.intoArray(y, yAt + 2 * yStride + 0 * N);
      c1.intoArray(y, yAt + 2 * yStride + 1 * N);
      c2.intoArray(y, yAt + 2 * yStride + 2 * N);
      c3.intoArray(y, yAt + 2 * yStride + 3 * N);
      d0.intoArray(y, yAt + 3 * yStride + 0 * N);
      d1.intoArray(y, yAt + 3 * yStride + 1 * N);
      d2.intoArray(y, yAt + 3 * yStride + 2 * N);
      d3.intoArray(y, yAt + 3 * yStride + 3 * N);
    }

    private static void tile1x4(
        float[] w,
        int at,
        int depthStep,
        float[] x,
        int xAt,
        int xStride,
        float[] y,
        int yAt,
        int depth) {
      var a0 = load(y, yAt + 0 * N);
      var a1 = load(y, yAt + 1 * N);
      var a2 = load(y, yAt + 2 * N);
      var a3 = load(y, yAt + 3 * N);
      for (int k = 0, i = at, j = xAt; k < depth; k++, i += depthStep, j += xStride) {
        var x0 = load(x, j + 0 * N);
        var x1 = load(x, j + 1 * N);
        var x2 = load(x, j + 2 * N);
        var x3 = load(x, j + 3 * N);
        var p = broadcast(w[i]);
        a0 = p.fma(x0, a0);
        a1 = p.fma(x1, a1);
        a2 = p.fma(x2, a2);
        a3 = p.fma(x3, a3);
      }
      a0.intoArray(y, yAt + 0 * N);
      a1.intoArray(y, yAt + 1 * N);
      a2.intoArray(y, yAt + 2 * N);
      a3.intoArray(y, yAt + 3 * N);
    }

    private static void tile6x2(
        float[] w,
        int at,
        int stride,
        float[] x,
        int xAt,
        int xStride,
        float[] y,
        int yAt,
        int yStride,
        int depth) {
      var a0 = load(y, yAt + 0 * N);
      var a1 = load(y, yAt + 1 * N);
      var b0 = load(y, yAt + 1 * yStride + 0 * N);
      var b1 = load(y, yAt + 1 * yStride + 1 * N);
      var c0 = load(y, yAt + 2 * yStride + 0 * N);
      var c1 = load(y, yAt + 2 * yStride + 1 * N);
      var d0 = load(y, yAt + 3 * yStride + 0 * N);
      var d1 = load(y, yAt + 3 * yStride + 1 * N);
      var e0 = load(y, yAt + 4 * yStride + 0 * N);
      var e1 = load(y, yAt + 4 * yStride + 1 * N);
      var f0 = load(y, yAt + 5 * yStride + 0 * N);
      var f1 = load(y, yAt + 5 * yStride + 1 * N);
      int i1 = stride;
      int i2 = 2 * stride;
      int i3 = 3 * stride;
      int i4 = 4 * stride;
      int i5 = 5 * stride;
      int end = at + depth;
      for (int i = at, j = xAt; i < end; i++, j += xStride) {
        var x0 = load(x, j + 0 * N);
        var x1 = load(x, j + 1 * N);
        var p = broadcast(w[i]);
        a0 = p.fma(x0, a0);
        a1 = p.fma(x1, a1);
        p = broadcast(w[i + i1]);
        b0 = p.fma(x0, b0);
        b1 = p.fma(x1, b1);
        p = broadcast(w[i + i2]);
        c0 = p.fma(x0, c0);
        c1 = p.fma(x1, c1);
        p = broadcast(w[i + i3]);
        d0 = p.fma(x0, d0);
        d1 = p.fma(x1, d1);
        p = broadcast(w[i + i4]);
        e0 = p.fma(x0, e0);
        e1 = p.fma(x1, e1);
        p = broadcast(w[i + i5]);
        f0 = p.fma(x0, f0);
        f1 = p.fma(x1, f1);
      }
      a0.intoArray(y, yAt + 0 * N);
      a1.intoArray(y, yAt + 1 * N);
      b0.intoArray(y, yAt + 1 * yStride + 0 * N);
      b1.intoArray(y, yAt + 1 * yStride + 1 * N);
      c0.intoArray(y, yAt + 2 * yStride + 0 * N);
      c1.intoArray(y, yAt + 2 * yStride + 1 * N);
      d0.intoArray(y, yAt + 3 * yStride + 0 * N);
      d1.intoArray(y, yAt + 3 * yStride + 1 * N);
      e0.intoArray(y, yAt + 4 * yStride + 0 * N);
      e1.intoArray(y, yAt + 4 * yStride + 1 * N);
      f0.intoArray(y, yAt + 5 * yStride + 0 * N);
      f1.intoArray(y, yAt + 5 * yStride + 1 * N);
    }

    private static void tile6x2Transposed(
        float[] w,
        int at,
        int stride,
        float[] x,
        int xAt,
        int xStride,
        float[] y,
        int yAt,
        int yStride,
        int depth) {
      var a0 = load(y, yAt + 0 * N);
      var a1 = load(y, yAt + 1 * N);
      var b0 = load(y, yAt + 1 * yStride + 0 * N);
      var b1 = load(y, yAt + 1 * yStride + 1 * N);
      var c0 = load(y, yAt + 2 * yStride + 0 * N);
      var c1 = load(y, yAt + 2 * yStride + 1 * N);
      var d0 = load(y, yAt + 3 * yStride + 0 * N);
      var d1 = load(y, yAt + 3 * yStride + 1 * N);
      var e0 = load(y, yAt + 4 * yStride + 0 * N);
      var e1 = load(y, yAt + 4 * yStride + 1 * N);
      var f0 = load(y, yAt + 5 * yStride + 0 * N);
      var f1 = load(y, yAt + 5 * yStride + 1 * N);
      for (int k = 0, i = at, j = xAt; k < depth; k++, i += stride, j += xStride) {
        var x0 = load(x, j + 0 * N);
        var x1 = load(x, j + 1 * N);
        var p = broadcast(w[i]);
        a0 = p.fma(x0, a0);
        a1 = p.fma(x1, a1);
        p = broadcast(w[i + 1]);
        b0 = p.fma(x0, b0);
        b1 = p.fma(x1, b1);
        p = broadcast(w[i + 2]);
        c0 = p.fma(x0, c0);
        c1 = p.fma(x1, c1);
        p = broadcast(w[i + 3]);
        d0 = p.fma(x0, d0);
        d1 = p.fma(x1, d1);
        p = broadcast(w[i + 4]);
        e0 = p.fma(x0, e0);
        e1 = p.fma(x1, e1);
        p = broadcast(w[i + 5]);
        f0 = p.fma(x0, f0);
        f1 = p.fma(x1, f1);
      }
      a0.intoArray(y, yAt + 0 * N);
      a1.intoArray(y, yAt + 1 * N);
      b0.intoArray(y, yAt + 1 * yStride + 0 * N);
      b1.intoArray(y, yAt + 1 * yStride + 1 * N);
      c0.intoArray(y, yAt + 2 * yStride + 0 * N);
      c1.intoArray(y, yAt + 2 * yStride + 1 * N);
      d0.intoArray(y, yAt + 3 * yStride + 0 * N);
      d1.intoArray(y, yAt + 3 * yStride + 1 * N);
      e0.intoArray(y, yAt + 4 * yStride + 0 * N);
      e1.intoArray(y, yAt + 4 * yStride + 1 * N);
      f0.intoArray(y, yAt + 5 * yStride + 0 * N);
      f1.intoArray(y, yAt + 5 * yStride + 1 * N);
    }

    private static void tile2x2(
        float[] w,
        int at,
        int rowStep,
        int depthStep,
        float[] x,
        int xAt,
        int xStride,
        float[] y,
        int yAt,
        int yStride,
        int depth) {
      var a0 = load(y, yAt + 0 * N);
      var a1 = load(y, yAt + 1 * N);
      var b0 = load(y, yAt + 1 * yStride + 0 * N);
      var b1 = load(y, yAt + 1 * yStride + 1 * N);
      for (int k = 0, i = at, j = xAt; k < depth; k++, i += depthStep, j += xStride) {
        var x0 = load(x, j + 0 * N);
        var x1 = load(x, j + 1 * N);
        var p = broadcast(w[i]);
        a0 = p.fma(x0, a0);
        a1 = p.fma(x1, a1);
        p = broadcast(w[i + 1 * rowStep]);
        b0 = p.fma(x0, b0);
        b1 = p.fma(x1, b1);
      }
      a0.intoArray(y, yAt + 0 * N);
      a1.intoArray(y, yAt + 1 * N);
      b0.intoArray(y, yAt + 1 * yStride + 0 * N);
      b1.intoArray(y, yAt + 1 * yStride + 1 * N);
    }

    private static void tile1x2(
        float[] w,
        int at,
        int depthStep,
        float[] x,
        int xAt,
        int xStride,
        float[] y,
        int yAt,
        int depth) {
      var a0 = load(y, yAt + 0 * N);
      var a1 = load(y, yAt + 1 * N);
      for (int k = 0, i = at, j = xAt; k < depth; k++, i += depthStep, j += xStride) {
        var x0 = load(x, j + 0 * N);
        var x1 = load(x, j + 1 * N);
        var p = broadcast(w[i]);
        a0 = p.fma(x0, a0);
        a1 = p.fma(x1, a1);
      }
      a0.intoArray(y, yAt + 0 * N);
      a1.intoArray(y, yAt + 1 * N);
    }

    private static void tile8x1(
        float[] w,
        int at,
        int rowStep,
        int depthStep,
        float[] x,
        int xAt,
        int xStride,
        float[] y,
        int yAt,
        int yStride,
        int depth) {
      var a0 = load(y, yAt + 0 * N);
      var b0 = load(y, yAt + 1 * yStride + 0 * N);
      var c0 = load(y, yAt + 2 * yStride + 0 * N);
      var d0 = load(y, yAt + 3 * yStride + 0 * N);
      var e0 = load(y, yAt + 4 * yStride + 0 * N);
      var f0 = load(y, yAt + 5 * yStride + 0 * N);
      var g0 = load(y, yAt + 6 * yStride + 0 * N);
      var h0 = load(y, yAt + 7 * yStride + 0 * N);
      for (int k = 0, i = at, j = xAt; k < depth; k++, i += depthStep, j += xStride) {
        var x0 = load(x, j + 0 * N);
        var p = broadcast(w[i]);
        a0 = p.fma(x0, a0);
        p = broadcast(w[i + 1 * rowStep]);
        b0 = p.fma(x0, b0);
        p = broadcast(w[i + 2 * rowStep]);
        c0 = p.fma(x0, c0);
        p = broadcast(w[i + 3 * rowStep]);
        d0 = p.fma(x0, d0);
        p = broadcast(w[i + 4 * rowStep]);
        e0 = p.fma(x0, e0);
        p = broadcast(w[i + 5 * rowStep]);
        f0 = p.fma(x0, f0);
        p = broadcast(w[i + 6 * rowStep]);
        g0 = p.fma(x0, g0);
        p = broadcast(w[i + 7 * rowStep]);
        h0 = p.fma(x0, h0);
      }
      a0.intoArray(y, yAt + 0 * N);
      b0.intoArray(y, yAt + 1 * yStride + 0 * N);
      c0.intoArray(y, yAt + 2 * yStride + 0 * N);
      d0.intoArray(y, yAt + 3 * yStride + 0 * N);
      e0.intoArray(y, yAt + 4 * yStride + 0 * N);
      f0.intoArray(y, yAt + 5 * yStride + 0 * N);
      g0.intoArray(y, yAt + 6 * yStride + 0 * N);
      h0.intoArray(y, yAt + 7 * yStride + 0 * N);
    }

    private static void tile1x1(
        float[] w,
        int at,
        int depthStep,
        float[] x,
        int xAt,
        int xStride,
        float[] y,
        int yAt,
        int depth) {
      var a0 = load(y, yAt + 0 * N);
      for (int k = 0, i = at, j = xAt; k < depth; k++, i += depthStep, j += xStride) {
        var x0 = load(x, j + 0 * N);
        var p = broadcast(w[i]);
        a0 = p.fma(x0, a0);
      }
      a0.intoArray(y, yAt + 0 * N);
    }
  }

  private static final class InLoops {
    static void add(
        float[] w,
        int at,
        int stride,
        boolean transposed,
        float[] x,
        int xAt,
        int xStride,
        float[] y,
        int yAt,
        int yStride,
        int rows,
        int lanes,
        int depth) {
      int rowStep = transposed ? 1 : stride;
      int depthStep = transposed ? stride : 1;
      for (int r = 0; r < rows; r++) {
        int out = yAt + r * yStride;
        for (int k = 0; k < depth; k++) {
          float p = w[at + r * rowStep + k * depthStep];
          int in = xAt + k * xStride;
          for (int c = 0; c < lanes; c++) {
            y[out + c] = Math.fma(p, x[in + c], y[out + c]);
          }
        }
      }
    }
  }
}
