package org.seedbed.model.population;

import org.seedbed.task.ExampleKey;

/**
 * Random numbers of a training step that all seeds share: a function of (name, data seed, step), so
 * that restarts differ in their initialization only.
 */
public final class CommonNoise {
  private static final long DRAWS = 1 << 16;

  private CommonNoise() {}

  /** Standard normal numbers, by the method of Box and Muller. */
  public static float[] gaussian(String name, long dataSeed, long step, int count) {
    var random = ExampleKey.of(name).with(dataSeed).with(step).random();
    float[] values = new float[count];
    for (int i = 0; i < count; i += 2) {
      double radius = Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
      double angle = 2 * Math.PI * random.nextDouble();
      values[i] = (float) (radius * StrictMath.cos(angle));
      if (i + 1 < count) {
        values[i + 1] = (float) (radius * StrictMath.sin(angle));
      }
    }
    return values;
  }

  /** Dropout mask: 1 / keep with probability {@code keep}, to 1 / 65,536, else 0. */
  public static float[] dropoutMask(String name, long dataSeed, long step, int count, double keep) {
    var random = ExampleKey.of(name).with(dataSeed).with(step).random();
    long kept = Math.round(keep * DRAWS);
    float scale = (float) (1.0 * DRAWS / kept);
    float[] values = new float[count];
    long bits = 0;
    for (int i = 0; i < count; i++) {
      // One random number serves four values.
      bits = i % 4 == 0 ? random.nextLong() : bits >>> 16;
      values[i] = (bits & (DRAWS - 1)) < kept ? scale : 0;
    }
    return values;
  }
}
