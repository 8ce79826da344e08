package org.seedbed.engine.operation;

import static org.seedbed.engine.kernel.Vectors.broadcast;
import static org.seedbed.engine.kernel.Vectors.load;
import static org.seedbed.engine.kernel.Vectors.put;
import static org.seedbed.engine.kernel.Vectors.zero;

import java.util.Optional;
import java.util.stream.Stream;
import jdk.incubator.vector.VectorOperators;
import org.seedbed.engine.kernel.Lanes;
import org.seedbed.engine.kernel.Scalars;
import org.seedbed.engine.kernel.Vectors;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Operation;
import org.seedbed.engine.program.Place;
import org.seedbed.engine.program.Tensor;

/** A piecewise linear function of each element, constant outside its range. */
public final class Clip extends Operation {
  private final Range range;
  private final float saturated;
  private final int rowsPerWeight;

  /**
   * clip(slope·x + shift, low, high).
   *
   * @param slope above 0
   * @param shift result for x = 0
   * @param low smallest result
   * @param high largest result
   */
  public record Range(float slope, float shift, float low, float high) {}

  /**
   * The cost of saturation, Σ weight·max(0, |x| − limit). It is not part of any loss, only of the
   * gradient.
   *
   * @param limit at which the function must not be constant yet; else there is no cost
   * @param weights one row for each position, the first axis but for filters
   */
  public record Saturation(float limit, Tensor weights) {
    /**
     * Returns the number of rows of {@code x} at each position.
     *
     * @throws IllegalArgumentException if the weights do not fit
     */
    int rowsPerWeight(Tensor x) {
      int each = x.axes().get(x.axes().size() - 1).size();
      if (x.rows() % (each * weights.rows()) != 0 || weights.lanes() != x.lanes()) {
        throw new IllegalArgumentException("weights %s do not fit %s".formatted(weights, x));
      }
      return each;
    }
  }

  /**
   * @param x rows of each position follow each other
   */
  public Clip(Tensor x, Range range, Optional<Saturation> saturation) {
    super(
        Stream.concat(Stream.of(x), saturation.stream().map(Saturation::weights)).toList(),
        result(x.lanes(), x.axes()));
    this.range = range;
    this.saturated = saturation.map(cost -> cost.limit() * range.slope()).orElse(0f);
    this.rowsPerWeight = saturation.map(cost -> cost.rowsPerWeight(x)).orElse(1);
  }

  @Override
  protected Optional<Integer> reusableInput() {
    return Optional.of(0);
  }

  @Override
  protected boolean readsOutput() {
    return true;
  }

  @Override
  protected boolean readsInput(int k) {
    return k == 1;
  }

  @Override
  protected void forward(Arena arena) {
    Place x = in(0);
    Place y = out();
    boolean flat = x.isDense() && y.isDense();
    int n = flat ? x.rows() * x.lanes() : x.lanes();
    for (int r = 0; r < (flat ? 1 : x.rows()); r++) {
      if (Lanes.VECTORS) {
        InVectors.forward(arena.values(), x.row(r), y.row(r), n, range);
      } else {
        InLoops.forward(arena.values(), x.row(r), y.row(r), n, range);
      }
    }
  }

  @Override
  protected void backward(Arena arena) {
    if (Lanes.VECTORS) {
      InVectors.backward(arena.values(), this);
    } else {
      InLoops.backward(arena.values(), this);
    }
  }

  private boolean hasCost() {
    return inputs().size() > 1;
  }

  private int[] weightsAt;

  @Override
  protected void bound() {
    weightsAt = new int[in(0).rows()];
    for (int r = 0; hasCost() && r < weightsAt.length; r++) {
      weightsAt[r] = in(1).row(r / rowsPerWeight % in(1).rows());
    }
  }

  private static final class InVectors {
    static void forward(float[] a, int x, int y, int n, Range range) {
      var slope = broadcast(range.slope());
      var shift = broadcast(range.shift());
      var low = broadcast(range.low());
      var high = broadcast(range.high());
      for (int i = 0; i < n; i += Vectors.LENGTH) {
        var z = load(a, x + i).fma(slope, shift);
        Vectors.min(Vectors.max(z, low), high).intoArray(a, y + i);
      }
    }

    static void backward(float[] a, Clip clip) {
      Place x = clip.in(0);
      Place y = clip.out();
      var range = clip.range;
      boolean hasCost = clip.hasCost();
      boolean add = x.accumulates();
      int n = x.lanes();
      for (int r = 0; r < x.rows(); r++) {
        int yAt = y.row(r);
        int dy = y.gradientRow(r);
        int dx = x.gradientRow(r);
        int weights = clip.weightsAt[r];
        for (int i = 0; i < n; i += Vectors.LENGTH) {
          var value = load(a, yAt + i);
          var inside =
              value
                  .compare(VectorOperators.GT, range.low())
                  .and(value.compare(VectorOperators.LT, range.high()));
          var g = zero().blend(load(a, dy + i).mul(range.slope()), inside);
          if (hasCost) {
            var from = value.sub(range.shift());
            var weight = load(a, weights + i);
            g = g.blend(g.add(weight), from.compare(VectorOperators.GT, clip.saturated));
            g = g.blend(g.sub(weight), from.compare(VectorOperators.LT, -clip.saturated));
          }
          put(g, a, dx + i, add);
        }
      }
    }
  }

  private static final class InLoops {
    static void forward(float[] a, int x, int y, int n, Range range) {
      for (int i = 0; i < n; i++) {
        float z = Math.fma(a[x + i], range.slope(), range.shift());
        a[y + i] = Scalars.min(Scalars.max(z, range.low()), range.high());
      }
    }

    static void backward(float[] a, Clip clip) {
      Place x = clip.in(0);
      Place y = clip.out();
      var range = clip.range;
      for (int r = 0; r < x.rows(); r++) {
        int weights = clip.weightsAt[r];
        for (int i = 0; i < x.lanes(); i++) {
          float value = a[y.row(r) + i];
          boolean inside = value > range.low() && value < range.high();
          float g = inside ? a[y.gradientRow(r) + i] * range.slope() : 0;
          if (clip.hasCost()) {
            float from = value - range.shift();
            float weight = a[weights + i];
            g = from > clip.saturated ? g + weight : g;
            g = from < -clip.saturated ? g - weight : g;
          }
          Scalars.put(g, a, x.gradientRow(r) + i, x.accumulates());
        }
      }
    }
  }
}
