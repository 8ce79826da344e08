package org.seedbed.engine.operation;

import static org.seedbed.engine.kernel.Vectors.load;
import static org.seedbed.engine.kernel.Vectors.put;
import static org.seedbed.engine.kernel.Vectors.zero;

import java.util.ArrayList;
import java.util.List;
import org.seedbed.engine.kernel.Lanes;
import org.seedbed.engine.kernel.Scalars;
import org.seedbed.engine.kernel.Vectors;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Axis;
import org.seedbed.engine.program.Operation;
import org.seedbed.engine.program.Place;
import org.seedbed.engine.program.Tensor;

/**
 * A soft choice among values: Σ_j p[j]·v_j. A value may have fewer rows than the result; the others
 * count as zeros.
 */
public final class Choice extends Operation {
  private Group full;
  private Group partial;

  /**
   * @param p weights {@code [n]}
   * @param values n values, each with at most the rows of {@code axis}
   * @param axis of the result
   */
  public Choice(Tensor p, List<Tensor> values, Axis axis) {
    super(inputs(p, values), result(p.lanes(), List.of(axis)));
    if (p.rows() != values.size()) {
      throw new IllegalArgumentException(
          "%d values cannot be chosen from by weights %s".formatted(values.size(), p));
    }
    for (var value : values) {
      if (value.rows() > axis.size() || value.lanes() != p.lanes()) {
        throw new IllegalArgumentException(
            "value %s does not fit %s, weights %s".formatted(value, axis, p));
      }
    }
  }

  private static List<Tensor> inputs(Tensor p, List<Tensor> values) {
    var all = new ArrayList<Tensor>();
    all.add(p);
    all.addAll(values);
    return all;
  }

  /** Values with the same treatment: where each is, how far apart its rows, which weight it has. */
  private static final class Group {
    final int[] weight;
    final int[] at;
    final int[] gradientAt;
    final int stride;
    final int[] rows;

    Group(List<Place> places, List<Integer> weights) {
      weight = weights.stream().mapToInt(Integer::intValue).toArray();
      at = places.stream().mapToInt(Place::at).toArray();
      gradientAt = places.stream().mapToInt(Place::gradientAt).toArray();
      stride = places.stream().mapToInt(Place::stride).findFirst().orElse(0);
      if (places.stream().anyMatch(place -> place.stride() != stride)) {
        throw new IllegalStateException("values of a choice must have rows equally far apart");
      }
      rows = places.stream().mapToInt(Place::rows).toArray();
    }
  }

  @Override
  protected boolean readsInput(int k) {
    return true;
  }

  @Override
  protected boolean storesGradient(int k) {
    return k == 0;
  }

  @Override
  protected void bound() {
    full = group(true);
    partial = group(false);
  }

  private Group group(boolean whole) {
    var places = new ArrayList<Place>();
    var weights = new ArrayList<Integer>();
    for (int k = 1; k < inputs().size(); k++) {
      if ((in(k).rows() == out().rows()) == whole) {
        places.add(in(k));
        weights.add((k - 1) * in(0).stride());
      }
    }
    return new Group(places, weights);
  }

  @Override
  protected void forward(Arena arena) {
    if (Lanes.VECTORS) {
      InVectors.forward(arena.values(), in(0).at(), out(), full, partial);
    } else {
      InLoops.forward(arena.values(), in(0).at(), out(), full, partial);
    }
  }

  @Override
  protected void backward(Arena arena) {
    if (Lanes.VECTORS) {
      InVectors.backward(arena.values(), in(0), out(), full, partial);
    } else {
      InLoops.backward(arena.values(), in(0), out(), full, partial);
    }
  }

  private static final class InVectors {
    private static final int N = Vectors.LENGTH;

    static void forward(float[] a, int p, Place y, Group full, Group partial) {
      int s = full.stride;
      for (int c = 0; c < y.lanes(); c += N) {
        int row = 0;
        for (; row + 8 <= y.rows(); row += 8) {
          choose8(a, p + c, y.row(row) + c, y.stride(), full.weight, full.at, s, row * s + c);
        }
        for (; row + 2 <= y.rows(); row += 2) {
          choose2(a, p + c, y.row(row) + c, y.stride(), full.weight, full.at, s, row * s + c);
        }
        if (row < y.rows()) {
          choose1(a, p + c, y.row(row) + c, full.weight, full.at, row * s + c);
        }
      }
      for (int k = 0; k < partial.at.length; k++) {
        addPart(a, p + partial.weight[k], y, partial.at[k], partial.stride, partial.rows[k]);
      }
    }

    private static void choose8(
        float[] a, int p, int y, int ys, int[] weights, int[] at, int s, int offset) {
      var y0 = zero();
      var y1 = y0;
      var y2 = y0;
      var y3 = y0;
      var y4 = y0;
      var y5 = y0;
      var y6 = y0;
      var y7 = y0;
      for (int k = 0; k < at.length; k++) {
        var q = load(a, p + weights[k]);
        int v = at[k] + offset;
        y0 = q.fma(load(a, v), y0);
        y1 = q.fma(load(a, v + s), y1);
        y2 = q.fma(load(a, v + 2 * s), y2);
        y3 = q.fma(load(a, v + 3 * s), y3);
        y4 = q.fma(load(a, v + 4 * s), y4);
        y5 = q.fma(load(a, v + 5 * s), y5);
        y6 = q.fma(load(a, v + 6 * s), y6);
        y7 = q.fma(load(a, v + 7 * s), y7);
      }
      y0.intoArray(a, y);
      y1.intoArray(a, y + ys);
      y2.intoArray(a, y + 2 * ys);
      y3.intoArray(a, y + 3 * ys);
      y4.intoArray(a, y + 4 * ys);
      y5.intoArray(a, y + 5 * ys);
      y6.intoArray(a, y + 6 * ys);
      y7.intoArray(a, y + 7 * ys);
    }

    private static void choose2(
        float[] a, int p, int y, int ys, int[] weights, int[] at, int s, int offset) {
      var y0 = zero();
      var y1 = y0;
      for (int k = 0; k < at.length; k++) {
        var q = load(a, p + weights[k]);
        int v = at[k] + offset;
        y0 = q.fma(load(a, v), y0);
        y1 = q.fma(load(a, v + s), y1);
      }
      y0.intoArray(a, y);
      y1.intoArray(a, y + ys);
    }

    private static void choose1(float[] a, int p, int y, int[] weights, int[] at, int offset) {
      var y0 = zero();
      for (int k = 0; k < at.length; k++) {
        var q = load(a, p + weights[k]);
        int v = at[k] + offset;
        y0 = q.fma(load(a, v), y0);
      }
      y0.intoArray(a, y);
    }

    private static void addPart(float[] a, int p, Place y, int v, int s, int rows) {
      for (int c = 0; c < y.lanes(); c += N) {
        var q = load(a, p + c);
        for (int row = 0; row < rows; row++) {
          int at = y.row(row) + c;
          q.fma(load(a, v + row * s + c), load(a, at)).intoArray(a, at);
        }
      }
    }

    static void backward(float[] a, Place p, Place y, Group full, Group partial) {
      int s = full.stride;
      for (int c = 0; c < y.lanes(); c += N) {
        int row = 0;
        while (row < y.rows()) {
          int left = y.rows() - row;
          int dy = y.gradientRow(row) + c;
          int offset = row * s + c;
          boolean add = p.accumulates() || row > 0;
          int dp = p.gradientAt() + c;
          if (left >= 8) {
            if (p.hasGradient()) {
              weights8(a, dp, dy, y.stride(), full.weight, full.at, s, offset, add);
            }
            values8(a, p.at() + c, dy, y.stride(), full.weight, full.gradientAt, s, offset);
            row += 8;
          } else if (left >= 2) {
            if (p.hasGradient()) {
              weights2(a, dp, dy, y.stride(), full.weight, full.at, s, offset, add);
            }
            values2(a, p.at() + c, dy, y.stride(), full.weight, full.gradientAt, s, offset);
            row += 2;
          } else {
            if (p.hasGradient()) {
              weights1(a, dp, dy, full.weight, full.at, offset, add);
            }
            values1(a, p.at() + c, dy, full.weight, full.gradientAt, offset);
            row += 1;
          }
        }
      }
      for (int k = 0; k < partial.at.length; k++) {
        backPart(a, p, y, partial, k);
      }
    }

    /** Gradients of the weights; see {@link InLoops#ofValue} for the order of the sums. */
    private static void weights8(
        float[] a,
        int dp,
        int dy,
        int ys,
        int[] weights,
        int[] at,
        int s,
        int offset,
        boolean add) {
      var g0 = load(a, dy);
      var g1 = load(a, dy + ys);
      var g2 = load(a, dy + 2 * ys);
      var g3 = load(a, dy + 3 * ys);
      var g4 = load(a, dy + 4 * ys);
      var g5 = load(a, dy + 5 * ys);
      var g6 = load(a, dy + 6 * ys);
      var g7 = load(a, dy + 7 * ys);
      for (int k = 0; k < at.length; k++) {
        int v = at[k] + offset;
        var even = g0.mul(load(a, v));
        var odd = g1.mul(load(a, v + s));
        even = g2.fma(load(a, v + 2 * s), even);
        odd = g3.fma(load(a, v + 3 * s), odd);
        even = g4.fma(load(a, v + 4 * s), even);
        odd = g5.fma(load(a, v + 5 * s), odd);
        even = g6.fma(load(a, v + 6 * s), even);
        odd = g7.fma(load(a, v + 7 * s), odd);
        put(even.add(odd), a, dp + weights[k], add);
      }
    }

    private static void values8(
        float[] a, int p, int dy, int ys, int[] weights, int[] gradientAt, int s, int offset) {
      var g0 = load(a, dy);
      var g1 = load(a, dy + ys);
      var g2 = load(a, dy + 2 * ys);
      var g3 = load(a, dy + 3 * ys);
      var g4 = load(a, dy + 4 * ys);
      var g5 = load(a, dy + 5 * ys);
      var g6 = load(a, dy + 6 * ys);
      var g7 = load(a, dy + 7 * ys);
      for (int k = 0; k < gradientAt.length; k++) {
        if (gradientAt[k] >= 0) {
          int d = gradientAt[k] + offset;
          var q = load(a, p + weights[k]);
          q.fma(g0, load(a, d)).intoArray(a, d);
          q.fma(g1, load(a, d + s)).intoArray(a, d + s);
          q.fma(g2, load(a, d + 2 * s)).intoArray(a, d + 2 * s);
          q.fma(g3, load(a, d + 3 * s)).intoArray(a, d + 3 * s);
          q.fma(g4, load(a, d + 4 * s)).intoArray(a, d + 4 * s);
          q.fma(g5, load(a, d + 5 * s)).intoArray(a, d + 5 * s);
          q.fma(g6, load(a, d + 6 * s)).intoArray(a, d + 6 * s);
          q.fma(g7, load(a, d + 7 * s)).intoArray(a, d + 7 * s);
        }
      }
    }

    /** Gradients of the weights; see {@link InLoops#ofValue} for the order of the sums. */
    private static void weights2(
        float[] a,
        int dp,
        int dy,
        int ys,
        int[] weights,
        int[] at,
        int s,
        int offset,
        boolean add) {
      var g0 = load(a, dy);
      var g1 = load(a, dy + ys);
      for (int k = 0; k < at.length; k++) {
        int v = at[k] + offset;
        var even = g0.mul(load(a, v));
        var odd = g1.mul(load(a, v + s));
        put(even.add(odd), a, dp + weights[k], add);
      }
    }

    private static void values2(
        float[] a, int p, int dy, int ys, int[] weights, int[] gradientAt, int s, int offset) {
      var g0 = load(a, dy);
      var g1 = load(a, dy + ys);
      for (int k = 0; k < gradientAt.length; k++) {
        if (gradientAt[k] >= 0) {
          int d = gradientAt[k] + offset;
          var q = load(a, p + weights[k]);
          q.fma(g0, load(a, d)).intoArray(a, d);
          q.fma(g1, load(a, d + s)).intoArray(a, d + s);
        }
      }
    }

    /** Gradients of the weights; see {@link InLoops#ofValue} for the order of the sums. */
    private static void weights1(
        float[] a, int dp, int dy, int[] weights, int[] at, int offset, boolean add) {
      var g0 = load(a, dy);
      for (int k = 0; k < at.length; k++) {
        int v = at[k] + offset;
        var even = g0.mul(load(a, v));
        put(even, a, dp + weights[k], add);
      }
    }

    private static void values1(
        float[] a, int p, int dy, int[] weights, int[] gradientAt, int offset) {
      var g0 = load(a, dy);
      for (int k = 0; k < gradientAt.length; k++) {
        if (gradientAt[k] >= 0) {
          int d = gradientAt[k] + offset;
          var q = load(a, p + weights[k]);
          q.fma(g0, load(a, d)).intoArray(a, d);
        }
      }
    }

    private static void backPart(float[] a, Place p, Place y, Group values, int k) {
      int w = values.weight[k];
      for (int c = 0; c < y.lanes(); c += N) {
        var q = load(a, p.at() + w + c);
        var sum = zero();
        for (int row = 0; row < values.rows[k]; row++) {
          int offset = row * values.stride + c;
          var g = load(a, y.gradientRow(row) + c);
          sum = g.fma(load(a, values.at[k] + offset), sum);
          if (values.gradientAt[k] >= 0) {
            int d = values.gradientAt[k] + offset;
            q.fma(g, load(a, d)).intoArray(a, d);
          }
        }
        if (p.hasGradient()) {
          put(sum, a, p.gradientAt() + w + c, p.accumulates());
        }
      }
    }
  }

  private static final class InLoops {
    static void forward(float[] a, int p, Place y, Group full, Group partial) {
      for (int row = 0; row < y.rows(); row++) {
        for (int c = 0; c < y.lanes(); c++) {
          float sum = 0;
          for (int k = 0; k < full.at.length; k++) {
            float v = a[full.at[k] + row * full.stride + c];
            sum = Math.fma(a[p + full.weight[k] + c], v, sum);
          }
          a[y.row(row) + c] = sum;
        }
      }
      for (int k = 0; k < partial.at.length; k++) {
        for (int row = 0; row < partial.rows[k]; row++) {
          int v = partial.at[k] + row * partial.stride;
          for (int c = 0; c < y.lanes(); c++) {
            int at = y.row(row) + c;
            a[at] = Math.fma(a[p + partial.weight[k] + c], a[v + c], a[at]);
          }
        }
      }
    }

    static void backward(float[] a, Place p, Place y, Group full, Group partial) {
      for (int c = 0; c < y.lanes(); c++) {
        for (int k = 0; k < full.at.length; k++) {
          ofValue(a, p, y, full, k, c);
        }
        for (int k = 0; k < partial.at.length; k++) {
          ofPart(a, p, y, partial, k, c);
        }
      }
    }

    /** Sums products in the order of the vector form: eight rows, then two, then one at a time. */
    private static void ofValue(float[] a, Place p, Place y, Group values, int k, int c) {
      int row = 0;
      boolean add = p.accumulates();
      while (row < y.rows()) {
        int count = row + 8 <= y.rows() ? 8 : row + 2 <= y.rows() ? 2 : 1;
        float even = product(a, y, values, k, row, c);
        float odd = count > 1 ? product(a, y, values, k, row + 1, c) : 0;
        for (int r = 2; r < count; r += 2) {
          even = Math.fma(gradient(a, y, row + r, c), value(a, values, k, row + r, c), even);
          odd = Math.fma(gradient(a, y, row + r + 1, c), value(a, values, k, row + r + 1, c), odd);
        }
        if (p.hasGradient()) {
          float sum = count > 1 ? even + odd : even;
          Scalars.put(sum, a, p.gradientAt() + values.weight[k] + c, add);
        }
        add = true;
        row += count;
      }
      addToValue(a, p, y, values, k, c);
    }

    private static void addToValue(float[] a, Place p, Place y, Group values, int k, int c) {
      for (int row = 0; values.gradientAt[k] >= 0 && row < values.rows[k]; row++) {
        int d = values.gradientAt[k] + row * values.stride + c;
        a[d] = Math.fma(a[p.at() + values.weight[k] + c], gradient(a, y, row, c), a[d]);
      }
    }

    private static void ofPart(float[] a, Place p, Place y, Group values, int k, int c) {
      float sum = 0;
      for (int row = 0; row < values.rows[k]; row++) {
        sum = Math.fma(gradient(a, y, row, c), value(a, values, k, row, c), sum);
      }
      addToValue(a, p, y, values, k, c);
      if (p.hasGradient()) {
        Scalars.put(sum, a, p.gradientAt() + values.weight[k] + c, p.accumulates());
      }
    }

    private static float product(float[] a, Place y, Group values, int k, int row, int c) {
      return gradient(a, y, row, c) * value(a, values, k, row, c);
    }

    private static float gradient(float[] a, Place y, int row, int c) {
      return a[y.gradientRow(row) + c];
    }

    private static float value(float[] a, Group values, int k, int row, int c) {
      return a[values.at[k] + row * values.stride + c];
    }
  }
}
