package org.seedbed.space;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A key of an experiment, and the values that it takes.
 *
 * @param key dotted, such as {@code training.adam.learningRate}
 * @param domain its values
 * @param condition when it is set at all; it keeps the experiment's value otherwise
 */
public record Dimension(String key, Domain domain, Optional<Condition> condition) {
  /**
   * A condition on another key.
   *
   * @param key of another dimension
   * @param values one of which that key must have
   */
  public record Condition(String key, List<String> values) {
    public Condition {
      values = List.copyOf(values);
    }
  }

  /** Whether it is set, given the values of earlier dimensions. */
  boolean isSet(Map<String, String> earlier) {
    return condition
        .map(
            other ->
                earlier.containsKey(other.key())
                    && other.values().contains(earlier.get(other.key())))
        .orElse(true);
  }
}
