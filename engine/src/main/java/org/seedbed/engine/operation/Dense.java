package org.seedbed.engine.operation;

import java.util.List;
import java.util.Optional;
import org.seedbed.engine.kernel.Lanes;
import org.seedbed.engine.kernel.MatrixProduct;
import org.seedbed.engine.kernel.Vectors;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Axis;
import org.seedbed.engine.program.Matrix;
import org.seedbed.engine.program.Operation;
import org.seedbed.engine.program.Place;
import org.seedbed.engine.program.Tensor;

/** A dense layer: W·x + b, or W·x + y for a given y. */
public final class Dense extends Operation {
  /** Lanes that the backward pass transposes at a time. */
  private static final int CHUNK = 64;

  private final Matrix weights;
  private final boolean adds;

  private Dense(Matrix weights, List<Tensor> inputs, List<Axis> axes) {
    super(inputs, result(inputs.get(0).lanes(), axes));
    this.weights = weights;
    this.adds = inputs.size() == 2;
    if (inputs.get(0).rows() != weights.columns()) {
      throw new IllegalArgumentException(
          "%s takes %d rows, not %s".formatted(weights.name(), weights.columns(), inputs.get(0)));
    }
    if (output().rows() != weights.rows()) {
      throw new IllegalArgumentException(
          "%s makes %d rows, not %s".formatted(weights.name(), weights.rows(), axes));
    }
  }

  /** W·x, with the bias if the matrix has one. */
  public Dense(Matrix weights, Tensor x, Axis... axes) {
    this(weights, List.of(x), List.of(axes));
  }

  /** W·x + y; the matrix has no bias. */
  public Dense(Matrix weights, Tensor x, Tensor y) {
    this(weights, List.of(x, y), y.axes());
    if (weights.bias()) {
      throw new IllegalArgumentException(weights.name() + " has a bias, must have none");
    }
  }

  @Override
  protected Optional<Matrix> matrix() {
    return Optional.of(weights);
  }

  @Override
  protected boolean readsInput(int k) {
    return k == 0;
  }

  @Override
  protected Optional<Integer> reusableInput() {
    return adds ? Optional.of(1) : Optional.empty();
  }

  @Override
  protected int scratchSize() {
    return CHUNK * weights.stride();
  }

  @Override
  protected void forward(Arena arena) {
    Place x = in(0);
    Place y = out();
    int at = arena.parametersAt();
    if (!adds) {
      Rows.fill(arena.values(), y, arena.parameters(), weights.bias() ? at + weights.biasAt() : -1);
    } else if (in(1).at() != y.at()) {
      Rows.copy(arena.values(), in(1), y);
    }
    MatrixProduct.add(
        arena.parameters(),
        at + weights.at(),
        weights.stride(),
        1,
        arena.values(),
        x.at(),
        x.stride(),
        arena.values(),
        y.at(),
        y.stride(),
        weights.rows(),
        y.lanes(),
        weights.columns());
  }

  @Override
  protected void backward(Arena arena) {
    Place x = in(0);
    Place y = out();
    if (x.hasGradient()) {
      if (!x.accumulates()) {
        Rows.clearGradient(arena.values(), x);
      }
      MatrixProduct.add(
          arena.parameters(),
          arena.parametersAt() + weights.at(),
          1,
          weights.stride(),
          arena.values(),
          y.gradientAt(),
          y.stride(),
          arena.values(),
          x.gradientAt(),
          x.stride(),
          weights.columns(),
          y.lanes(),
          weights.rows());
    }
    if (adds && in(1).hasGradient() && in(1).gradientAt() != y.gradientAt()) {
      Rows.addGradient(arena.values(), y, in(1), 1);
    }
    for (int lane = 0; lane < y.lanes(); lane += CHUNK) {
      ofWeights(arena, lane, Math.min(CHUNK, y.lanes() - lane));
    }
    if (weights.bias()) {
      if (Lanes.VECTORS) {
        InVectors.ofBias(arena.values(), y, biasPartialsAt());
      } else {
        InLoops.ofBias(arena.values(), y, biasPartialsAt());
      }
    }
  }

  /** Adds the gradient of the weights by {@code count} lanes. */
  private void ofWeights(Arena arena, int lane, int count) {
    Place x = in(0);
    Place y = out();
    int stride = weights.stride();
    transpose(arena.values(), x.at() + lane, x.stride(), x.rows(), count, scratchAt(), stride);
    MatrixProduct.add(
        arena.values(),
        y.gradientAt() + lane,
        y.stride(),
        1,
        arena.values(),
        scratchAt(),
        stride,
        arena.gradient(),
        arena.gradientAt() + weights.at(),
        stride,
        weights.rows(),
        stride,
        count);
  }

  /** {@code [rows, lanes]} → {@code [lanes, stride]}, with zeros after the rows. */
  private static void transpose(
      float[] a, int x, int xStride, int rows, int lanes, int to, int stride) {
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
    static void ofBias(float[] a, Place y, int partials) {
      for (int r = 0; r < y.rows(); r++) {
        for (int lane = 0; lane < y.lanes(); lane += Vectors.LENGTH) {
          int to = partials + r * Lanes.BLOCK + lane % Lanes.BLOCK;
          Vectors.load(a, to).add(Vectors.load(a, y.gradientRow(r) + lane)).intoArray(a, to);
        }
      }
    }
  }

  private static final class InLoops {
    static void ofBias(float[] a, Place y, int partials) {
      for (int r = 0; r < y.rows(); r++) {
        for (int lane = 0; lane < y.lanes(); lane++) {
          a[partials + r * Lanes.BLOCK + lane % Lanes.BLOCK] += a[y.gradientRow(r) + lane];
        }
      }
    }
  }
}
