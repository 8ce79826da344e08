package org.seedbed.model.population;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;

/** The optimizers of the seeds of a population, as tensors of their numbers. */
final class SettingsBySeed {
  private final List<AdamSettings> all;
  private final boolean isShared;

  /**
   * @param all one per seed, with one rule
   */
  SettingsBySeed(List<AdamSettings> all) {
    this.all = all;
    var first = all.get(0);
    this.isShared = all.stream().allMatch(first::equals);
    if (!isShared && all.stream().anyMatch(adam -> adam.rule() != first.rule())) {
      throw new IllegalArgumentException("seeds of a population must share adam.rule");
    }
  }

  /** Returns the rule that all share. */
  AdamSettings.Rule rule() {
    return all.get(0).rule();
  }

  /** Returns a seed's settings. */
  AdamSettings of(int seed) {
    return all.get(seed);
  }

  /** Returns whether coordinates of a seed's gradient are clipped. */
  boolean clipsCoordinates() {
    return all.stream().anyMatch(adam -> adam.coordinateClip() > 0);
  }

  /** Returns whether noise is added to a seed's gradient. */
  boolean addsNoise() {
    return all.stream().anyMatch(AdamSettings::addsNoise);
  }

  /**
   * Returns a number of each seed, {@code []} if all share it, else {@code [K, 1]}.
   *
   * @param like a tensor with the manager and the data type of the result
   */
  NDArray values(NDArray like, ToDoubleFunction<AdamSettings> value) {
    return isShared
        ? Tensors.scalar(like.getManager(), value.applyAsDouble(all.get(0)), like.getDataType())
        : column(like, k -> value.applyAsDouble(all.get(k)));
  }

  /**
   * Returns a number of each seed, {@code [K, 1]}.
   *
   * @param like a tensor with the manager and the data type of the result
   */
  NDArray column(NDArray like, IntToDoubleFunction value) {
    float[] values = new float[all.size()];
    for (int k = 0; k < values.length; k++) {
      values[k] = (float) value.applyAsDouble(k);
    }
    return Tensors.of(like.getManager(), values, like.getDataType(), values.length, 1);
  }
}
