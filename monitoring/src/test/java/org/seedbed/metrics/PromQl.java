package org.seedbed.metrics;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Minimal PromQL parser that finds the metrics that an expression names. */
final class PromQl {
  private static final Pattern NAME =
      Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*(?!\\s*\\(|[a-zA-Z0-9_:])");
  private static final Set<String> WORDS =
      Set.of(
          "and",
          "or",
          "unless",
          "by",
          "on",
          "without",
          "ignoring",
          "group_left",
          "group_right",
          "bool",
          "offset");

  private PromQl() {}

  static Set<String> metrics(String expression) {
    String bare =
        expression
            .replaceAll("\"[^\"]*\"", "")
            .replaceAll("\\{[^}]*}", "")
            .replaceAll("\\[[^]]*]", "")
            .replaceAll("\\b(by|on|without|ignoring|group_left|group_right)\\s*\\([^)]*\\)", " ");
    var names = new TreeSet<String>();
    var found = NAME.matcher(bare);
    while (found.find()) {
      if (!WORDS.contains(found.group())) {
        names.add(found.group());
      }
    }
    return names;
  }
}
