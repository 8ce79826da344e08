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

/** A dashboard's file, as tests ask about it. */
public record Dashboard(String file, JsonNode json) {
  private static final Map<String, String> FILLED =
      Map.of(
          "$job", "seedbed",
          "$instance", ".+",
          "$run", ".*",
          "$model", ".*",
          "$task", ".*",
          "$__rate_interval", "10s");

  /** A panel that shows something. */
  public record Panel(String title, JsonNode json) {
    public List<String> expressions() {
      return elements(json.get("targets")).stream()
          .map(target -> target.get("expr").asText())
          .toList();
    }
  }

  /** Those of a folder. */
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

  /** All but the rows that head them. */
  public List<Panel> panels() {
    return elements(json.get("panels")).stream()
        .filter(panel -> !panel.get("type").asText().equals("row"))
        .map(panel -> new Panel(panel.get("title").asText(), panel))
        .toList();
  }

  List<JsonNode> variables() {
    return elements(json.get("templating").get("list"));
  }

  /** An expression with every variable at "all". */
  public static String filled(String expression) {
    String filled = expression;
    // The longest first: $run is the head of no other, but who knows.
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
