package org.seedbed.task;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Thrown for an unknown name; the message lists the known names. */
public final class UnknownNameException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public UnknownNameException(String kind, String name, List<String> known) {
    super(
        "Unknown "
            + kind
            + " '"
            + name
            + "'. Known: "
            + String.join(", ", known)
            + "."
            + known.stream()
                .filter(candidate -> distance(name, candidate) <= 3)
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .map(closest -> " Did you mean '" + closest + "'?")
                .stream()
                .collect(Collectors.joining()));
  }

  /**
   * Returns the edit distance to the candidate or to the part after its last slash, whichever is
   * smaller.
   */
  private static int distance(String name, String candidate) {
    String last = candidate.substring(candidate.lastIndexOf('/') + 1);
    return Math.min(editDistance(name, candidate), editDistance(name, last));
  }

  /** Returns the Levenshtein distance. */
  private static int editDistance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replace = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replace, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
