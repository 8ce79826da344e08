package org.seedbed.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Values of a closed set, in lower case, or {@code auto} to leave the choice to the program. */
final class Choice {
  private static final String AUTO = "auto";

  private Choice() {}

  /** Returns how a value is written. */
  static String text(Optional<? extends Enum<?>> value) {
    return value.map(Object::toString).orElse(AUTO);
  }

  /**
   * Returns the value of a node.
   *
   * @param node may be null
   * @param missing value if there is no node
   * @throws IllegalArgumentException if it is none of the set
   */
  static <T extends Enum<T>> Optional<T> of(
      JsonNode node, String key, Class<T> type, Optional<T> missing) {
    if (node == null) {
      return missing;
    }
    if (node.asText().equals(AUTO)) {
      return Optional.empty();
    }
    return Optional.of(
        Arrays.stream(type.getEnumConstants())
            .filter(value -> value.toString().equals(node.asText()))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Key '%s' is %s, must be %s or %s"
                            .formatted(
                                key,
                                node,
                                AUTO,
                                Arrays.stream(type.getEnumConstants())
                                    .map(Object::toString)
                                    .collect(Collectors.joining(" or "))))));
  }
}
