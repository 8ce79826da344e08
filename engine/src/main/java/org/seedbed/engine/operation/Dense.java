package org.seedbed.engine.operation;

import java.util.List;
import java.util.Optional;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Axis;
import org.seedbed.engine.program.Matrix;
import org.seedbed.engine.program.Operation;
import org.seedbed.engine.program.Place;
import org.seedbed.engine.program.Tensor;

/** A dense layer: W·x + b, or W·x + y for a given y. */
public final class Dense extends Operation {
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
  protected List<Matrix> matrices() {
    return List.of(weights);
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
    return LayerProducts.CHUNK * weights.stride();
  }

  @Override
  protected void forward(Arena arena) {
    Place x = in(0);
    Place y = out();
    if (!adds) {
      int bias = weights.bias() ? arena.parametersAt() + weights.biasAt() : -1;
      Rows.fill(arena.values(), y, arena.parameters(), bias);
    } else if (in(1).at() != y.at()) {
      Rows.copy(arena.values(), in(1), y);
    }
    LayerProducts.ofOutput(arena, weights, x.at(), x.stride(), y.at(), y.stride(), y.lanes());
  }

  @Override
  protected void backward(Arena arena) {
    Place x = in(0);
    Place y = out();
    if (x.hasGradient()) {
      if (!x.accumulates()) {
        Rows.clearGradient(arena.values(), x);
      }
      LayerProducts.ofInput(
          arena, weights, y.gradientAt(), y.stride(), x.gradientAt(), x.stride(), y.lanes());
    }
    if (adds && in(1).hasGradient() && in(1).gradientAt() != y.gradientAt()) {
      Rows.addGradient(arena.values(), y, in(1), 1);
    }
    for (int lane = 0; lane < y.lanes(); lane += LayerProducts.CHUNK) {
      ofWeights(arena, lane, Math.min(LayerProducts.CHUNK, y.lanes() - lane));
    }
    if (weights.bias()) {
      Rows.addToPartials(arena.values(), y.gradientAt(), y, y.rows(), biasPartialsAt(0));
    }
  }

  /** Adds the gradient of the weights by {@code count} lanes. */
  private void ofWeights(Arena arena, int lane, int count) {
    Place x = in(0);
    Place y = out();
    int stride = weights.stride();
    Rows.transpose(arena.values(), x.at() + lane, x.stride(), x.rows(), count, scratchAt(), stride);
    LayerProducts.ofWeights(
        arena, weights, y.gradientAt() + lane, y.stride(), scratchAt(), stride, count);
  }
}
