package org.seedbed.model.neuralgpu;

/** The original Neural GPU (Kaiser and Sutskever, ICLR 2016). */
public final class OriginalNeuralGpuFamily extends NeuralGpuFamily {
  @Override
  public String name() {
    return "neural-gpu";
  }

  @Override
  public String title() {
    return "original Neural GPU";
  }
}
