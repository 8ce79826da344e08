package org.seedbed.model.population;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * A gradient tape: a scope that owns every tensor created in it and optionally records operations
 * for a backward pass.
 *
 * <pre>{@code
 * try (var tape = GradientTape.start(manager)) {
 *   NDArray losses = model.losses(population.parameters(tape), ...);
 *   tape.backward(losses);
 * }
 * }</pre>
 *
 * <p>DJL's own gradient collector allows one recording per process at a time. PyTorch's gradient
 * mode is per thread, and so is this tape.
 */
public final class GradientTape implements AutoCloseable {
  private final NDManager manager;
  private final boolean gradients;
  private final boolean before;

  private GradientTape(NDManager parent, boolean gradients) {
    this.manager = parent.newSubManager();
    this.gradients = gradients;
    this.before = JniUtils.isGradMode();
    JniUtils.setGradMode(gradients);
  }

  /** Opens a scope that records operations for {@link #backward}. */
  public static GradientTape start(NDManager parent) {
    return new GradientTape(parent, true);
  }

  /** Opens a scope that records nothing. */
  public static GradientTape off(NDManager parent) {
    return new GradientTape(parent, false);
  }

  /** Owner of the tensors created in this scope. */
  public NDManager manager() {
    return manager;
  }

  boolean gradients() {
    return gradients;
  }

  /** Adds the gradient of the sum of {@code losses}, {@code [K]}, to every parameter's gradient. */
  public void backward(NDArray losses) {
    try (NDArray ones = losses.onesLike()) {
      JniUtils.backward((PtNDArray) losses, (PtNDArray) ones, false, false);
    }
  }

  @Override
  public void close() {
    JniUtils.setGradMode(before);
    manager.close();
  }
}
