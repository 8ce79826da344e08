package org.seedbed.space;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a sweep varies. The order in which keys are given does not matter: they are ordered by name,
 * after those that they depend on.
 *
 * @param dimensions one or more, with different keys
 */
public record Space(List<Dimension> dimensions) {
  /** Points in a row without a new setting, after which a space counts as exhausted. */
  private static final int FRUITLESS = 10_000;

  public Space {
    dimensions = ordered(dimensions);
    if (dimensions.isEmpty()) {
      throw new IllegalArgumentException("Section 'space' has no keys. Give one or more.");
    }
  }

  private static List<Dimension> ordered(List<Dimension> given) {
    var left = new ArrayList<>(given);
    left.sort(Comparator.comparing(Dimension::key));
    var ordered = new ArrayList<Dimension>();
    var known = new HashSet<String>();
    for (var dimension : given) {
      if (!known.add(dimension.key())) {
        throw new IllegalArgumentException(
            "Key 'space.%s' is given twice. Give it once.".formatted(dimension.key()));
      }
      dimension.condition().ifPresent(condition -> checkReachable(dimension, condition, given));
    }
    known.clear();
    while (!left.isEmpty()) {
      var next =
          left.stream()
              .filter(one -> one.condition().map(c -> known.contains(c.key())).orElse(true))
              .findFirst()
              .orElseThrow(() -> unknown(left.get(0)));
      left.remove(next);
      ordered.add(next);
      known.add(next.key());
    }
    return List.copyOf(ordered);
  }

  /** Checks that the other key can have the values on which a key depends. */
  private static void checkReachable(
      Dimension dimension, Dimension.Condition condition, List<Dimension> given) {
    var other = given.stream().filter(one -> one.key().equals(condition.key())).findFirst();
    for (var value : condition.values()) {
      if (other.isPresent() && !other.get().domain().has(value)) {
        throw new IllegalArgumentException(
            "Key 'space.%s' depends on %s being %s, which it never is. Give a value that it takes."
                .formatted(dimension.key(), condition.key(), value));
      }
    }
  }

  private static IllegalArgumentException unknown(Dimension dimension) {
    return new IllegalArgumentException(
        "Key 'space.%s' depends on '%s', which is no key of the space, or depends on it in turn. Give that key values, too."
            .formatted(dimension.key(), dimension.condition().orElseThrow().key()));
  }

  /**
   * Returns different settings, numbered from 1, without the default. A longer list begins with the
   * shorter one.
   *
   * @param count most of them; a small space has fewer
   * @param seed see {@link Sampling}
   */
  public List<Setting> settings(Sampling sampling, int count, long seed) {
    return numbered(
        switch (sampling) {
          case GRID -> grid(count);
          case ABLATION -> alone();
          case SOBOL, HALTON, RANDOM -> drawn(sampling, count, seed);
        });
  }

  /** Returns each value of each key, with one value of each key that it depends on. */
  private List<Map<String, String>> alone() {
    var byKey = new LinkedHashMap<String, List<Map<String, String>>>();
    for (var dimension : dimensions) {
      var bases =
          dimension
              .condition()
              .map(
                  condition ->
                      byKey.get(condition.key()).stream().filter(dimension::isSet).toList())
              .orElse(List.of(Map.of()));
      var own = new ArrayList<Map<String, String>>();
      for (var base : bases) {
        for (var value : gridOf(dimension)) {
          var longer = new LinkedHashMap<>(base);
          longer.put(dimension.key(), value);
          own.add(longer);
        }
      }
      byKey.put(dimension.key(), own);
    }
    return byKey.values().stream().flatMap(List::stream).toList();
  }

  private static List<Setting> numbered(List<Map<String, String>> values) {
    var settings = new ArrayList<Setting>();
    values.forEach(one -> settings.add(Setting.of(settings.size() + 1, one)));
    return settings;
  }

  private List<Map<String, String>> drawn(Sampling sampling, int count, long seed) {
    var points = sampling.points(dimensions.size(), seed);
    var known = new HashSet<Map<String, String>>();
    var all = new ArrayList<Map<String, String>>();
    for (int fruitless = 0; all.size() < count && fruitless < FRUITLESS; fruitless++) {
      var values = at(points.next());
      if (known.add(values)) {
        all.add(values);
        fruitless = 0;
      }
    }
    return all;
  }

  private Map<String, String> at(double[] point) {
    var values = new LinkedHashMap<String, String>();
    for (int i = 0; i < point.length; i++) {
      var dimension = dimensions.get(i);
      if (dimension.isSet(values)) {
        values.put(dimension.key(), dimension.domain().at(point[i]));
      }
    }
    return values;
  }

  private List<Map<String, String>> grid(int most) {
    List<Map<String, String>> all = List.of(Map.of());
    for (var dimension : dimensions) {
      var next = new ArrayList<Map<String, String>>();
      for (var values : all) {
        if (!dimension.isSet(values)) {
          next.add(values);
          continue;
        }
        for (var value : gridOf(dimension)) {
          var longer = new LinkedHashMap<>(values);
          longer.put(dimension.key(), value);
          next.add(longer);
        }
        if (next.size() > most) {
          throw new IllegalArgumentException(
              "The grid has more than %,d settings. Give fewer values, or another sweep.method."
                  .formatted(most));
        }
      }
      all = next;
    }
    return all;
  }

  private static List<String> gridOf(Dimension dimension) {
    try {
      return dimension.domain().grid();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Key 'space.%s' %s, such as points: 5, or another sweep.method."
              .formatted(dimension.key(), e.getMessage()),
          e);
    }
  }
}
