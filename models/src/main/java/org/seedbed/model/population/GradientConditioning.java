package org.seedbed.model.population;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;

/** Prepares gradients for the optimizer: clips them, then adds noise. */
public final class GradientConditioning {
  /** Name of the noise's random stream. */
  public static final String STREAM = "gradient-noise";

  private final AdamSettings settings;
  private final long dataSeed;

  /**
   * @param dataSeed data seed of the training stream; gradient noise is a function of it and the
   *     step
   */
  public GradientConditioning(AdamSettings settings, long dataSeed) {
    this.settings = settings;
    this.dataSeed = dataSeed;
  }

  /**
   * Clips each seed's gradient by its norm and adds the noise of the population's step.
   *
   * @param gradient gradient of the losses, {@code [K, P]}; overwritten; its manager owns
   *     intermediate results
   * @return the norms before clipping, {@code [K, 1]}
   */
  public NDArray apply(Population population, NDArray gradient) {
    NDManager manager = gradient.getManager();
    DataType type = gradient.getDataType();
    NDArray norm = gradient.square().sum(new int[] {1}, true).sqrt();
    NDArray limit = Tensors.scalar(manager, settings.clipNorm(), type);
    NDArray scale = limit.div(norm.maximum(limit)); // [K, 1]
    gradient.muli(scale);
    addNoise(manager, gradient, population);
    return norm;
  }

  private void addNoise(NDManager manager, NDArray gradient, Population population) {
    long step = population.step();
    if (settings.noiseDeviation(step, 1) == 0) {
      return;
    }
    int size = (int) gradient.size(1);
    DataType type = gradient.getDataType();
    float[] noise = CommonNoise.gaussian(STREAM, dataSeed, step, size);
    NDArray row = Tensors.of(manager, noise, type, 1, size);
    NDArray deviation =
        Tensors.column(
            manager,
            population.schedules(),
            type,
            schedule -> settings.noiseDeviation(step, schedule.rate()));
    gradient.addi(row.mul(deviation));
  }
}
