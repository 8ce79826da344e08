package org.seedbed.model.population;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** Prepares gradients for the optimizer: clips them, then adds noise. */
public final class GradientConditioning {
  /** Name of the noise's random stream. */
  public static final String STREAM = "gradient-noise";

  private final SettingsBySeed own;
  private final long dataSeed;

  /**
   * @param own settings of each seed
   * @param dataSeed data seed of the training stream; gradient noise is a function of it and the
   *     step
   */
  public GradientConditioning(List<AdamSettings> own, long dataSeed) {
    this.own = new SettingsBySeed(own);
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
    NDArray norm = gradient.square().sum(new int[] {1}, true).sqrt();
    NDArray limit = own.values(gradient, AdamSettings::clipNorm);
    NDArray scale = limit.div(norm.maximum(limit)); // [K, 1]
    gradient.muli(scale);
    addNoise(gradient, population);
    return norm;
  }

  private void addNoise(NDArray gradient, Population population) {
    long step = population.step();
    if (!own.addsNoise()) {
      return;
    }
    int size = (int) gradient.size(1);
    float[] noise = CommonNoise.gaussian(STREAM, dataSeed, step, size);
    NDArray row = Tensors.of(gradient.getManager(), noise, gradient.getDataType(), 1, size);
    NDArray deviation =
        own.column(
            gradient,
            k -> own.of(k).noiseDeviation(step, population.schedules().get(k).rate(), size));
    gradient.addi(row.mul(deviation));
  }
}
