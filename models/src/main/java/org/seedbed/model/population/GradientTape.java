package org.seedbed.model.population;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * A scope that owns every tensor made in it, with or without recording for a backward pass.
 *
 * <pre>{@code
 * try (var tape = GradientTape.start(manager)) {
 *   NDArray losses = model.losses(population.parameters(tape), ...);
 *   tape.backward(losses);
 * }
 * }</pre>
 *
 * <p>DJL's own gradient collector allows one recording at a time in a process; PyTorch's switch is
 * one a thread, and so is this.
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

  /** A scope in which operations are recorded for {@link #backward}. */
  public static GradientTape start(NDManager parent) {
    return new GradientTape(parent, true);
  }

  /** A scope in which nothing is recorded. */
  public static GradientTape off(NDManager parent) {
    return new GradientTape(parent, false);
  }

  /** Owner of what is made in this scope. */
  public NDManager manager() {
    return manager;
  }

  boolean gradients() {
    return gradients;
  }

  /** Adds to every parameter's gradient that of the sum of {@code losses}, of shape {@code [K]}. */
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
