package org.seedbed.space;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One choice of a value for each key that is set.
 *
 * @param number that names it in a sweep; 0 is the default, which sets nothing
 * @param assignments in the order of the space
 */
public record Setting(int number, List<Assignment> assignments) implements Serializable {
  private static final long serialVersionUID = 1L;

  public Setting {
    assignments = List.copyOf(assignments);
  }

  /**
   * A key and its value.
   *
   * @param key dotted, such as {@code nram.registers}
   * @param value as YAML
   */
  public record Assignment(String key, String value) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /** Returns a setting with these values by key. */
  public static Setting of(int number, Map<String, String> values) {
    return new Setting(
        number,
        values.entrySet().stream().map(e -> new Assignment(e.getKey(), e.getValue())).toList());
  }

  /** Returns the experiment's own values. */
  public static Setting ofDefault() {
    return new Setting(0, List.of());
  }

  /** Returns the values by key, in the order of the space. */
  public Map<String, String> values() {
    var values = new LinkedHashMap<String, String>();
    assignments.forEach(one -> values.put(one.key(), one.value()));
    return Collections.unmodifiableMap(values);
  }

  /** Returns its values on one line, such as {@code nram.registers=4 nram.entropyBonus=0.1}. */
  public String text() {
    return assignments.isEmpty()
        ? "the default"
        : assignments.stream()
            .map(one -> one.key() + "=" + one.value())
            .collect(Collectors.joining(" "));
  }
}
