package org.seedbed.engine.operation;

import static org.seedbed.engine.kernel.Vectors.broadcast;
import static org.seedbed.engine.kernel.Vectors.load;
import static org.seedbed.engine.kernel.Vectors.zero;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.seedbed.engine.kernel.Lanes;
import org.seedbed.engine.kernel.Scalars;
import org.seedbed.engine.kernel.Vectors;
import org.seedbed.engine.operation.Clip.Saturation;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Operation;
import org.seedbed.engine.program.Place;
import org.seedbed.engine.program.Tensor;

/**
 * The cost of saturation in each lane, Σ weight·max(0, |x| − limit), to be read after a run. It has
 * no gradient: that is {@link Clip}'s.
 */
public final class SaturationCost extends Operation {
  private final float limit;
  private final int rowsPerWeight;
  private int[] weightsAt;

  /**
   * @param x rows of each position follow each other
   * @param saturation limit and weights, one row for each position
   * @param before cost to which this one is added
   */
  public SaturationCost(Tensor x, Saturation saturation, Optional<Tensor> before) {
    super(
        Stream.concat(Stream.of(x, saturation.weights()), before.stream()).toList(),
        result(x.lanes(), List.of()));
    this.limit = saturation.limit();
    this.rowsPerWeight = saturation.rowsPerWeight(x);
  }

  @Override
  protected void bound() {
    weightsAt = new int[in(0).rows()];
    for (int r = 0; r < weightsAt.length; r++) {
      weightsAt[r] = in(1).row(r / rowsPerWeight % in(1).rows());
    }
  }

  @Override
  protected void forward(Arena arena) {
    float[] a = arena.values();
    int to = out().at();
    if (inputs().size() > 2) {
      System.arraycopy(a, in(2).at(), a, to, in(0).lanes());
    } else {
      Arrays.fill(a, to, to + in(0).lanes(), 0);
    }
    if (Lanes.VECTORS) {
      InVectors.add(a, in(0), weightsAt, limit, to);
    } else {
      InLoops.add(a, in(0), weightsAt, limit, to);
    }
  }

  @Override
  protected void backward(Arena arena) {
    throw new UnsupportedOperationException("the cost of saturation cannot be part of a loss");
  }

  private static final class InVectors {
    static void add(float[] a, Place x, int[] weightsAt, float limit, int to) {
      for (int i = 0; i < x.lanes(); i += Vectors.LENGTH) {
        var sum = load(a, to + i);
        for (int r = 0; r < x.rows(); r++) {
          var beyond = load(a, x.row(r) + i).abs().sub(broadcast(limit));
          sum = Vectors.max(beyond, zero()).fma(load(a, weightsAt[r] + i), sum);
        }
        sum.intoArray(a, to + i);
      }
    }
  }

  private static final class InLoops {
    static void add(float[] a, Place x, int[] weightsAt, float limit, int to) {
      for (int r = 0; r < x.rows(); r++) {
        for (int i = 0; i < x.lanes(); i++) {
          float beyond = Scalars.max(Math.abs(a[x.row(r) + i]) - limit, 0);
          a[to + i] = Math.fma(beyond, a[weightsAt[r] + i], a[to + i]);
        }
      }
    }
  }
}
