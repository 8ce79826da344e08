package org.seedbed.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.seedbed.space.Choices;
import org.seedbed.space.Dimension;
import org.seedbed.space.Domain;
import org.seedbed.space.Range;
import org.seedbed.space.Scale;
import org.seedbed.space.Space;

/** Reads the section {@code space} of a sweep's file. */
final class SpaceSection {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");
  private static final Set<String> NOT_PLAIN =
      Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");
  private static final String POINTS = "points";
  private static final String WHEN = "when";
  private static final String CHOICES = "choices";

  /** Kinds of ranges by their names in a file. */
  private record Kind(Scale scale, boolean whole) {}

  private static final Map<String, Kind> RANGES =
      Map.of(
          "uniform", new Kind(Scale.LINEAR, false),
          "loguniform", new Kind(Scale.LOG, false),
          "int", new Kind(Scale.LINEAR, true),
          "logint", new Kind(Scale.LOG, true));

  /** What a sweep compares settings by, or gives to all of them. */
  private static final List<String> FIXED =
      List.of(
          "model",
          "task",
          "seeds",
          "dataSeed",
          "data",
          "engine",
          "device",
          "evaluation",
          "training.checkEvery",
          "training.checkExamples");

  private SpaceSection() {}

  /**
   * Reads the section.
   *
   * @throws IllegalArgumentException with a one-line message that names the key
   */
  static Space read(JsonNode section) {
    if (!section.isObject()) {
      throw new IllegalArgumentException(
          "Section 'space' is %s, must be a mapping of keys to lists and ranges"
              .formatted(section));
    }
    var dimensions = new ArrayList<Dimension>();
    section.fields().forEachRemaining(field -> add(dimensions, field.getKey(), field.getValue()));
    return new Space(dimensions);
  }

  /** Adds a key, or all keys of a section that is written as a mapping. */
  private static void add(List<Dimension> dimensions, String key, JsonNode value) {
    if (value.isObject() && !isDomain((ObjectNode) value)) {
      value.fields().forEachRemaining(f -> add(dimensions, key + "." + f.getKey(), f.getValue()));
      return;
    }
    checkVaries(key);
    dimensions.add(dimension(key, value));
  }

  private static boolean isDomain(ObjectNode value) {
    return value.has(CHOICES) || RANGES.keySet().stream().anyMatch(value::has);
  }

  private static void checkVaries(String key) {
    boolean fixed = FIXED.stream().anyMatch(name -> key.equals(name) || key.startsWith(name + "."));
    if (fixed || (key.startsWith("search.") && !key.equals("search.rungs"))) {
      throw new IllegalArgumentException(
          "Key 'space.%s' cannot vary: all settings share it. Leave it out, or make two sweeps."
              .formatted(key));
    }
  }

  private static Dimension dimension(String key, JsonNode value) {
    try {
      if (value.isArray()) {
        return new Dimension(key, choices(value), Optional.empty());
      }
      if (!value.isObject()) {
        throw new IllegalArgumentException("is " + value + ", must be a list or a range");
      }
      return of(key, (ObjectNode) value.deepCopy());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("Key 'space.%s' %s".formatted(key, e.getMessage()), e);
    }
  }

  private static Dimension of(String key, ObjectNode value) {
    var condition = Optional.ofNullable(value.remove(WHEN)).map(SpaceSection::condition);
    var points = Optional.ofNullable(value.remove(POINTS));
    if (value.size() != 1) {
      var names = new ArrayList<String>();
      value.fieldNames().forEachRemaining(names::add);
      throw new IllegalArgumentException(
          "has %s, must have one of choices, uniform, loguniform, int and logint; points and when may join it"
              .formatted(names));
    }
    var field = value.fields().next();
    return new Dimension(key, domain(field.getKey(), field.getValue(), points), condition);
  }

  private static Domain domain(String kind, JsonNode value, Optional<JsonNode> points) {
    if (kind.equals(CHOICES)) {
      if (points.isPresent()) {
        throw new IllegalArgumentException("has points, but choices are all points of a grid");
      }
      return choices(value);
    }
    if (!value.isArray()
        || value.size() != 2
        || !value.get(0).isNumber()
        || !value.get(1).isNumber()) {
      throw new IllegalArgumentException(
          "is %s: %s, must be two numbers, such as [1, 8]".formatted(kind, value));
    }
    var count = OptionalInt.empty();
    if (points.isPresent()) {
      if (!points.get().isInt()) {
        throw new IllegalArgumentException(
            "has points: %s, must be a whole number".formatted(points.get()));
      }
      count = OptionalInt.of(points.get().asInt());
    }
    var range = RANGES.get(kind);
    return new Range(
        value.get(0).asDouble(), value.get(1).asDouble(), range.scale(), range.whole(), count);
  }

  private static Choices choices(JsonNode value) {
    if (!value.isArray()) {
      throw new IllegalArgumentException("has choices: %s, must be a list".formatted(value));
    }
    var values = new ArrayList<String>();
    value.forEach(one -> values.add(text(one)));
    return new Choices(values);
  }

  private static Dimension.Condition condition(JsonNode value) {
    if (!value.isObject() || value.size() != 1) {
      throw new IllegalArgumentException(
          "has when: %s, must be one key with a value or a list of them".formatted(value));
    }
    var field = value.fields().next();
    var values = new ArrayList<String>();
    if (field.getValue().isArray()) {
      field.getValue().forEach(one -> values.add(text(one)));
    } else {
      values.add(text(field.getValue()));
    }
    return new Dimension.Condition(field.getKey(), values);
  }

  /** Returns a value as YAML on one line. */
  private static String text(JsonNode value) {
    return value.isTextual()
            && PLAIN.matcher(value.asText()).matches()
            && !NOT_PLAIN.contains(value.asText())
        ? value.asText()
        : value.toString();
  }
}
