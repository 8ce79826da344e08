package org.seedbed.experiment;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Describes a value of an experiment that cannot be read, in one line. */
final class WrongValue {
  private static final int SHOWN = 80;

  private WrongValue() {}

  /**
   * Returns the key, its value and what it must be.
   *
   * @param tree that was read
   */
  static String describe(JsonMappingException e, JsonNode tree) {
    String key =
        e.getPath().stream()
            .map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : r.getFieldName())
            .collect(Collectors.joining("."))
            .replace(".[", "[");
    String prefix = key.isEmpty() ? "" : "Key '" + key + "'";
    var ours = ours(e);
    if (ours.isPresent()) {
      return (prefix.isEmpty() ? "" : prefix + ": ") + ours.get().lines().findFirst().orElse("");
    }
    var value = valueAt(e, tree);
    if (value.isMissingNode() || value.isNull()) {
      return prefix + " has no value, must be " + wanted(e);
    }
    String shown = value.toString();
    return "%s is %s, must be %s"
        .formatted(
            prefix, shown.length() > SHOWN ? shown.substring(0, SHOWN) + " …" : shown, wanted(e));
  }

  /** Returns the message of a check of our own. */
  private static Optional<String> ours(Throwable e) {
    return Stream.iterate(e, cause -> cause != null, Throwable::getCause)
        .filter(IllegalArgumentException.class::isInstance)
        .filter(cause -> !(cause instanceof NumberFormatException))
        .map(Throwable::getMessage)
        .findFirst();
  }

  private static JsonNode valueAt(JsonMappingException e, JsonNode tree) {
    JsonNode value = tree;
    for (var step : e.getPath()) {
      value =
          step.getFieldName() == null
              ? value.path(step.getIndex())
              : value.path(step.getFieldName());
    }
    return value;
  }

  private static String wanted(JsonMappingException e) {
    Class<?> type =
        e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null
            ? mismatch.getTargetType()
            : int.class;
    if (type.isEnum()) {
      return "one of "
          + Arrays.stream(type.getEnumConstants())
              .map(Object::toString)
              .collect(Collectors.joining(", "));
    }
    if (type == int.class
        || type == Integer.class
        || type == OptionalInt.class
        || type == long.class
        || type == Long.class) {
      return "a whole number from %d to %d"
          .formatted(
              type == long.class || type == Long.class ? Long.MIN_VALUE : Integer.MIN_VALUE,
              type == long.class || type == Long.class ? Long.MAX_VALUE : Integer.MAX_VALUE);
    }
    if (type == double.class || type == Double.class) {
      return "a number";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (Collection.class.isAssignableFrom(type)) {
      return "a list";
    }
    return type == String.class ? "text" : "a mapping of keys to values";
  }
}
