package org.seedbed.model.population;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;

/**
 * Ties gradients that were worked out by hand into a recording: where an automatic backward pass
 * would be slow, a model works out its own, and the recording goes on from there.
 */
public final class HandMadeGradient {
  private HandMadeGradient() {}

  /**
   * A tensor and the gradient of the losses' sum by it.
   *
   * @param of recorded, {@code [K, …]}
   * @param gradient of the same shape
   */
  public record Tied(NDArray of, NDArray gradient) {}

  /**
   * The same values as a leaf of a graph of its own, whose {@link #of gradient} can be asked for.
   */
  public static NDArray leaf(NDArray recorded) {
    NDArray leaf = JniUtils.detachGradient((PtNDArray) recorded);
    leaf.attach(recorded.getManager());
    JniUtils.attachGradient((PtNDArray) leaf, true);
    return leaf;
  }

  /** What a backward pass left at a {@link #leaf}. */
  public static Tied of(NDArray recorded, NDArray leaf) {
    return new Tied(recorded, JniUtils.getGradient((PtNDArray) leaf));
  }

  /**
   * Losses with these values and these gradients: to the values is added Σ (of ⊙ gradient), less
   * the same as a number.
   *
   * @param values {@code [K]}, their own graph left out
   */
  public static NDArray losses(NDArray values, List<Tied> all) {
    NDArray sum = JniUtils.detachGradient((PtNDArray) values);
    sum.attach(values.getManager());
    long width = values.getShape().get(0);
    for (var tied : all) {
      try (NDArray product = tied.of().mul(tied.gradient());
          NDArray bySeed = product.reshape(width, -1);
          NDArray linear = bySeed.sum(new int[] {1});
          NDArray number = linear.stopGradient();
          NDArray nothing = linear.sub(number)) {
        sum = sum.add(nothing);
      }
    }
    return sum;
  }
}
