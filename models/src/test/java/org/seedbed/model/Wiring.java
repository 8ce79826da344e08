package org.seedbed.model;

import org.seedbed.model.population.ParameterLayout;

/** Parameters of one seed that are set one by one; the others are 0. */
public final class Wiring {
  private final ParameterLayout layout;
  private final float[] row;

  private Wiring(ParameterLayout layout) {
    this.layout = layout;
    this.row = new float[layout.size()];
  }

  public static Wiring of(ParameterLayout layout) {
    return new Wiring(layout);
  }

  /** Sets a number of a matrix. */
  public Wiring set(String matrix, int r, int c, double value) {
    row[layout.offset(matrix) + r * layout.parameter(matrix).shape().get(1) + c] = (float) value;
    return this;
  }

  public float[] row() {
    return row.clone();
  }
}
