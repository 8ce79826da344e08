package org.seedbed.model;

import java.util.Set;
import org.seedbed.engine.program.ParameterPacking;
import org.seedbed.model.population.ParameterLayout;

/** Packs parameters that are all matrices. */
public final class Packing {
  private Packing() {}

  /** Returns the packing of matrices whose last columns are all biases. */
  public static ParameterPacking withBiases(ParameterLayout layout) {
    return withBiasesExcept(layout, Set.of());
  }

  /** Returns the packing of matrices whose last columns are biases, except in the named ones. */
  public static ParameterPacking withBiasesExcept(ParameterLayout layout, Set<String> without) {
    return new ParameterPacking(
        layout.parameters().stream()
            .map(
                parameter -> {
                  boolean bias = !without.contains(parameter.name());
                  int columns = parameter.shape().get(1) - (bias ? 1 : 0);
                  return new ParameterPacking.Shape(
                      parameter.name(), parameter.shape().get(0), columns, bias);
                })
            .toList());
  }
}
