package org.seedbed.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Builds the table of a chart's values from the lines of {@code values.yaml}. */
final class ValuesTable {
  private static final Pattern KEY = Pattern.compile("( *)([A-Za-z0-9]+):(.*)");

  private ValuesTable() {}

  /**
   * Returns the table in Markdown.
   *
   * @throws IllegalArgumentException if a value has no description
   */
  static String of(List<String> lines) {
    var table = new StringBuilder("| value | default | what it is |\n|---|---|---|\n");
    var path = new ArrayList<String>();
    String description = "";
    for (var line : lines) {
      var key = KEY.matcher(line);
      if (line.strip().startsWith("# -- ")) {
        description = line.strip().substring(5);
      } else if (key.matches()) {
        int depth = key.group(1).length() / 2;
        path.subList(depth, path.size()).clear();
        path.add(key.group(2));
        String value = key.group(3).strip();
        if (!value.isEmpty()) {
          String name = String.join(".", path);
          if (description.isEmpty()) {
            throw new IllegalArgumentException("Value " + name + " has no description.");
          }
          table.append("| `%s` | `%s` | %s |\n".formatted(name, value, description));
          description = "";
        }
      }
    }
    return table.toString();
  }
}
