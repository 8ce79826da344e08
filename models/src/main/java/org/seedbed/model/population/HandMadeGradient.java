package org.seedbed.model.population;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Inserts custom gradients into a gradient tape. Where an automatic backward pass would be slow, a
 * model computes its own gradients, and the tape continues from there.
 */
public final class HandMadeGradient {
  private HandMadeGradient() {}

  /**
   * A tensor and the gradient of the summed losses with respect to it.
   *
   * @param of recorded tensor, {@code [K, …]}
   * @param gradient of the same shape
   */
  public record CustomGradient(NDArray of, NDArray gradient) {}

  /** Returns a leaf with the same values and a graph of its own; {@link #of} reads its gradient. */
  public static NDArray leaf(NDArray recorded) {
    NDArray leaf = JniUtils.detachGradient((PtNDArray) recorded);
    leaf.attach(recorded.getManager());
    JniUtils.attachGradient((PtNDArray) leaf, true);
    return leaf;
  }

  /** Returns the gradient that a backward pass accumulated at a {@link #leaf}. */
  public static CustomGradient of(NDArray recorded, NDArray leaf) {
    NDArray gradient = JniUtils.getGradient((PtNDArray) leaf);
    // No operation used the leaf: short sequences leave some sets of shared parameters unused.
    return new CustomGradient(recorded, gradient == null ? recorded.zerosLike() : gradient);
  }

  /**
   * Returns losses with these values and these gradients: adds Σ (of ⊙ gradient) to the values and
   * subtracts the same sum as a constant.
   *
   * @param values {@code [K]}; their own graph is ignored
   */
  public static NDArray losses(NDArray values, List<CustomGradient> all) {
    NDArray sum = JniUtils.detachGradient((PtNDArray) values);
    sum.attach(values.getManager());
    long width = values.getShape().get(0);
    for (var customGradients : all) {
      try (NDArray product = customGradients.of().mul(customGradients.gradient());
          NDArray bySeed = product.reshape(width, -1);
          NDArray linear = bySeed.sum(new int[] {1});
          NDArray number = linear.stopGradient();
          NDArray nothing = linear.sub(number)) {
        sum = sum.add(nothing);
      }
    }
    return sum;
  }

  /** One operation recorded on its own, outside any tape, with an explicit backward pass. */
  public static final class RecordedSegment implements AutoCloseable {
    private final NDArray input;
    private final NDArray output;

    private RecordedSegment(NDArray input, NDArray output) {
      this.input = input;
      this.output = output;
    }

    /**
     * Runs an operation. Call it outside any tape.
     *
     * @param operation function of the input and of leaves that accumulate gradients
     * @param needsBackward whether {@link #back} will follow; if not, nothing is recorded
     */
    public static RecordedSegment of(
        NDArray input, UnaryOperator<NDArray> operation, boolean needsBackward) {
      NDArray leaf = JniUtils.detachGradient((PtNDArray) input);
      leaf.attach(input.getManager());
      if (!needsBackward) {
        return new RecordedSegment(leaf, owned(operation.apply(leaf), input));
      }
      JniUtils.attachGradient((PtNDArray) leaf, true);
      boolean before = JniUtils.isGradMode();
      JniUtils.setGradMode(true);
      try {
        return new RecordedSegment(leaf, owned(operation.apply(leaf), input));
      } finally {
        JniUtils.setGradMode(before);
      }
    }

    private static NDArray owned(NDArray output, NDArray input) {
      output.attach(input.getManager());
      return output;
    }

    /** Output of the operation. Read it only outside any tape. */
    public NDArray output() {
      return output;
    }

    /**
     * Runs the backward pass from the output's gradient, which it closes, and returns the input's
     * gradient. Leaves of the operation accumulate their gradients. Call it at most once.
     */
    public NDArray back(NDArray outputGradient) {
      try (outputGradient) {
        JniUtils.backward((PtNDArray) output, (PtNDArray) outputGradient, false, false);
      }
      return JniUtils.getGradient((PtNDArray) input);
    }

    @Override
    public void close() {
      output.close();
      input.close();
    }
  }
}
