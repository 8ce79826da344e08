package org.seedbed.model.population;

import org.seedbed.task.ExampleKey;

/**
 * Initial parameters of a seed. They are a function of (seed, parameter name) alone, so they can be
 * reproduced anywhere, in any population.
 */
public final class Initialization {
  private Initialization() {}

  /** Returns the seed's initial parameters, a flat vector {@code [P]}. */
  public static float[] of(long seed, ParameterLayout layout) {
    float[] row = new float[layout.size()];
    int position = 0;
    for (var parameter : layout.parameters()) {
      var random = ExampleKey.of("initialization/" + parameter.name()).with(seed).random();
      for (int i = 0; i < parameter.size(); i++) {
        row[position++] = (float) parameter.initial().value(random.nextDouble(), i);
      }
    }
    return row;
  }
}
