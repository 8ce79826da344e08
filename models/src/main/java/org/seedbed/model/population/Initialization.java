package org.seedbed.model.population;

import org.seedbed.task.ExampleKey;

/**
 * The first parameters of a seed: a function of (seed, parameter name) alone, so that they can be
 * made again anywhere, in any population.
 */
public final class Initialization {
  private Initialization() {}

  /** The row {@code [P]} that the seed starts from. */
  public static float[] of(long seed, ParameterLayout layout) {
    float[] row = new float[layout.size()];
    int position = 0;
    for (var parameter : layout.parameters()) {
      var random = ExampleKey.of("initialization/" + parameter.name()).with(seed).random();
      for (int i = 0; i < parameter.size(); i++) {
        row[position++] = (float) parameter.initial().value(random.nextDouble());
      }
    }
    return row;
  }
}
