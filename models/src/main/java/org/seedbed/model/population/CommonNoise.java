package org.seedbed.model.population;

import org.seedbed.task.ExampleKey;

/**
 * Random numbers of a training step, shared by all seeds. They are a function of (name, data seed,
 * step), so restarts differ only in their initialization.
 */
public final class CommonNoise {
  private static final long DRAWS = 1 << 16;

  private CommonNoise() {}

  /** Returns standard normal numbers, by the Box-Muller method. */
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

  /** Returns uniform numbers in [0, 1), in steps of 1 / 65,536. */
  public static float[] uniform(String name, long dataSeed, long step, int count) {
    float[] values = new float[count];
    draw(name, dataSeed, step, count, (i, drawn) -> values[i] = drawn / (float) DRAWS);
    return values;
  }

  /**
   * Returns a dropout mask: 1 / keep with probability {@code keep}, rounded to 1 / 65,536, else 0.
   */
  public static float[] dropoutMask(String name, long dataSeed, long step, int count, double keep) {
    long kept = Math.round(keep * DRAWS);
    float scale = (float) (1.0 * DRAWS / kept);
    float[] values = new float[count];
    draw(name, dataSeed, step, count, (i, drawn) -> values[i] = drawn < kept ? scale : 0);
    return values;
  }

  private interface Taker {
    void take(int index, int drawn);
  }

  /** Draws integers 0 … 65,535, four per random number. */
  private static void draw(String name, long dataSeed, long step, int count, Taker taker) {
    var random = ExampleKey.of(name).with(dataSeed).with(step).random();
    long bits = 0;
    for (int i = 0; i < count; i++) {
      bits = i % 4 == 0 ? random.nextLong() : bits >>> 16;
      taker.take(i, (int) (bits & (DRAWS - 1)));
    }
  }
}
