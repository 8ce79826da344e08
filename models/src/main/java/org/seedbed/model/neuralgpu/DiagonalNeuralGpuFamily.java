package org.seedbed.model.neuralgpu;

/** The diagonal Neural GPU (Freivalds and Liepins, 2017). */
public final class DiagonalNeuralGpuFamily extends NeuralGpuFamily {
  @Override
  public String name() {
    return "diagonal-neural-gpu";
  }

  @Override
  public String title() {
    return "diagonal Neural GPU";
  }
}
