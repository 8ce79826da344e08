package org.seedbed.model.neuralgpu;

import org.seedbed.model.neuralgpu.NeuralGpuSettings.Dropout;
import org.seedbed.model.neuralgpu.NeuralGpuSettings.Extrapolation;
import org.seedbed.model.neuralgpu.NeuralGpuSettings.Initial;
import org.seedbed.model.neuralgpu.NeuralGpuSettings.Padding;
import org.seedbed.model.neuralgpu.NeuralGpuSettings.Relaxation;

/** Neural GPUs whose padding lives, and whose cost of saturation does not fade. */
public final class PlainNeuralGpu {
  private PlainNeuralGpu() {}

  /** Returns settings with these values; see {@link NeuralGpuSettings}. */
  public static NeuralGpuSettings settings(
      int maps,
      int rows,
      int layers,
      boolean hard,
      boolean shiftGates,
      Dropout dropout,
      double dropoutKeepProbability,
      double saturationCost,
      double saturationLimit,
      Relaxation relaxation) {
    return new NeuralGpuSettings(
        maps,
        rows,
        layers,
        hard,
        shiftGates,
        dropout,
        dropoutKeepProbability,
        saturationCost,
        false,
        saturationLimit,
        Padding.ALIVE,
        Initial.GLOROT,
        relaxation,
        Extrapolation.NONE);
  }
}
