package org.seedbed.model.neuralgpu;

/** The diagonal Neural GPU (Freivalds and Liepins, 2017). */
public final class DiagonalNeuralGpuFamily extends NeuralGpuFamily {
  public DiagonalNeuralGpuFamily() {
    super("diagonal-neural-gpu", "diagonal Neural GPU");
  }
}
