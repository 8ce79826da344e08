package org.seedbed.model.population;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;
import java.util.function.UnaryOperator;

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
  public record CustomGradient(NDArray of, NDArray gradient) {}

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
  public static CustomGradient of(NDArray recorded, NDArray leaf) {
    return new CustomGradient(recorded, JniUtils.getGradient((PtNDArray) leaf));
  }

  /**
   * Losses with these values and these gradients: to the values is added Σ (of ⊙ gradient), less
   * the same as a number.
   *
   * @param values {@code [K]}, their own graph left out
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

  /** One operation recorded by itself in the midst of what is not, to go back through by hand. */
  public static final class RecordedSegment implements AutoCloseable {
    private final NDArray input;
    private final NDArray output;

    private RecordedSegment(NDArray input, NDArray output) {
      this.input = input;
      this.output = output;
    }

    /**
     * Does an operation; call it outside of any tape.
     *
     * @param operation of the input, and of leaves at which gradients are to add up
     * @param needsBackward whether {@link #back} will follow; if not, nothing is recorded at all
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

    /** What the operation made; to be read only outside of recordings. */
    public NDArray output() {
      return output;
    }

    /**
     * Once: from the output's gradient, closed here, to the input's; leaves of the operation take
     * in theirs.
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
