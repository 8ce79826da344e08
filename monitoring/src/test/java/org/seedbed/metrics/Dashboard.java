package org.seedbed.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** A dashboard file, with accessors for tests. */
public record Dashboard(String file, JsonNode json) {
  private static final Map<String, String> FILLED =
      Map.of(
          "$job", "seedbed",
          "$instance", ".+",
          "$run", ".*",
          "$model", ".*",
          "$task", ".*",
          "$__rate_interval", "10s");

  /** A panel that shows data. */
  public record Panel(String title, JsonNode json) {
    public List<String> expressions() {
      return elements(json.get("targets")).stream()
          .map(target -> target.get("expr").asText())
          .toList();
    }
  }

  /** Returns the dashboards of a folder. */
  public static List<Dashboard> in(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .filter(f -> f.toString().endsWith(".json"))
          .sorted()
          .map(Dashboard::read)
          .toList();
    }
  }

  private static Dashboard read(Path file) {
    try {
      return new Dashboard(
          file.getFileName().toString(), new ObjectMapper().readTree(file.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns all panels except row headers. */
  public List<Panel> panels() {
    return elements(json.get("panels")).stream()
        .filter(panel -> !panel.get("type").asText().equals("row"))
        .map(panel -> new Panel(panel.get("title").asText(), panel))
        .toList();
  }

  List<JsonNode> variables() {
    return elements(json.get("templating").get("list"));
  }

  /** Returns an expression with every variable set to "all". */
  public static String filled(String expression) {
    String filled = expression;
    // Longest first, in case one name is a prefix of another.
    var names = new ArrayList<>(FILLED.keySet());
    names.sort((a, b) -> b.length() - a.length());
    for (String name : names) {
      filled = filled.replace(name, FILLED.get(name));
    }
    return filled;
  }

  private static List<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }
}
