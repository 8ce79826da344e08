package org.seedbed.space;

import java.util.List;

/** The values that a key takes, as YAML. */
public sealed interface Domain permits Choices, Range {
  /**
   * Returns the value at a point.
   *
   * @param u in [0, 1)
   */
  String at(double u);

  /**
   * Returns the values of a grid, in order.
   *
   * @throws IllegalArgumentException if a range does not say how many
   */
  List<String> grid();

  /** Returns values that are refused if any of the domain's is: all choices, or both ends. */
  List<String> extremes();

  /** Whether a setting can have a value. No setting hits a certain number of a continuous range. */
  boolean has(String value);

  /** Returns where a value is: from 0 for the first to 1 for the last. */
  double position(String value);
}
