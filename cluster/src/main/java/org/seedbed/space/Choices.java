package org.seedbed.space;

import java.util.List;

/**
 * A list of values.
 *
 * @param values two or more, all different
 */
public record Choices(List<String> values) implements Domain {
  public Choices {
    values = List.copyOf(values);
    if (values.size() < 2 || values.stream().distinct().count() < values.size()) {
      throw new IllegalArgumentException(
          "has " + values + ", must be two or more different values");
    }
  }

  @Override
  public String at(double u) {
    return values.get((int) (u * values.size()));
  }

  @Override
  public List<String> grid() {
    return values;
  }

  @Override
  public List<String> extremes() {
    return values;
  }

  @Override
  public boolean has(String value) {
    return values.contains(value);
  }

  @Override
  public double position(String value) {
    return values.indexOf(value) / (values.size() - 1.0);
  }
}
