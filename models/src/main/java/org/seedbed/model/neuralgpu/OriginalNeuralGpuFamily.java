package org.seedbed.model.neuralgpu;

/** The original Neural GPU (Kaiser and Sutskever, ICLR 2016). */
public final class OriginalNeuralGpuFamily extends NeuralGpuFamily {
  public OriginalNeuralGpuFamily() {
    super("neural-gpu", "original Neural GPU");
  }
}
