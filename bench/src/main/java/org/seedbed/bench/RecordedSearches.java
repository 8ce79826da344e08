package org.seedbed.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.seedbed.experiment.ExperimentFile;
import org.seedbed.files.Json;
import org.seedbed.model.ModelCatalogue;
import org.seedbed.model.ModelFamily;

/**
 * A Markdown table of recorded searches, one row for each. A record is a folder with {@code
 * leaderboard.json}, or {@code search.json} with all of it but most entries, and {@code costs.json}
 * and {@code provenance.json}.
 */
final class RecordedSearches {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> COLUMNS =
      List.of(
          "model",
          "task",
          "switches other than the defaults",
          "seeds",
          "solved, % (95 % interval)",
          "trained to length",
          "best seed exact to",
          "core-s per solved seed",
          "commit");

  private RecordedSearches() {}

  /**
   * Returns the table of records.
   *
   * @param results folder of all records
   * @param names records, relative to it
   */
  static String table(Path results, List<String> names) throws IOException {
    var text = new StringBuilder("\n| ").append(String.join(" | ", COLUMNS)).append(" |\n|");
    text.append("---|".repeat(COLUMNS.size())).append('\n');
    for (var name : names) {
      text.append("| ").append(String.join(" | ", row(results.resolve(name)))).append(" |\n");
    }
    return text.append('\n').toString();
  }

  private static List<String> row(Path record) throws IOException {
    var whole = record.resolve("leaderboard.json");
    var search = read(Files.exists(whole) ? whole : record.resolve("search.json"));
    var experiment = search.get("experiment");
    var statistics = search.get("statistics");
    var interval = statistics.get("wilson95");
    var cost = read(record.resolve("costs.json")).path("coreSecondsPerSolvedSeed");
    var family = ModelCatalogue.family(experiment.get("model").asText());
    return List.of(
        family.title(),
        experiment.get("task").asText(),
        switches(experiment, family),
        Spread.text(statistics.get("seeds").asDouble()),
        "%s (%s to %s)"
            .formatted(
                percent(statistics.get("solvedShare")),
                percent(interval.get("low")),
                percent(interval.get("high"))),
        String.valueOf(trainedTo(experiment.get("curriculum"))),
        exactTo(search.get("entries")).map(String::valueOf).orElse("–"),
        cost.asDouble() > 0 ? Spread.text(cost.asDouble()) : "–",
        read(record.resolve("provenance.json")).get("commit").asText());
  }

  /** Returns a record's settings, with the values that keys of later versions had before. */
  private static JsonNode settings(JsonNode experiment, ModelFamily<?, ?> family) {
    var settings = (ObjectNode) JSON.valueToTree(family.formerValues());
    experiment
        .path(family.section())
        .properties()
        .forEach(s -> settings.set(s.getKey(), s.getValue()));
    return settings;
  }

  /**
   * Returns the model's and the optimizer's settings that are no numbers and differ, such as {@code
   * memory DEQUE}; the values of a list follow each other.
   */
  private static String switches(JsonNode experiment, ModelFamily<?, ?> family) {
    var defaults = ExperimentFile.defaultsOf(family.name());
    JsonNode usual = Json.mapper().valueToTree(defaults.settings());
    JsonNode usualAdam = Json.mapper().valueToTree(defaults.training().adam());
    var all =
        Stream.concat(
                differing(settings(experiment, family), usual),
                differing(experiment.path("training").path("adam"), usualAdam))
            .toList();
    return all.isEmpty() ? "–" : String.join(", ", all);
  }

  private static Stream<String> differing(JsonNode settings, JsonNode defaults) {
    return settings.properties().stream()
        .filter(setting -> defaults.has(setting.getKey()))
        .filter(setting -> isSwitch(setting.getValue()))
        .filter(setting -> !setting.getValue().equals(defaults.get(setting.getKey())))
        .map(setting -> "`%s %s`".formatted(setting.getKey(), text(setting.getValue())));
  }

  private static boolean isSwitch(JsonNode value) {
    return value.isTextual() || value.isBoolean() || value.isArray();
  }

  private static String text(JsonNode value) {
    return value.isArray()
        ? StreamSupport.stream(value.spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.joining(" "))
        : value.asText();
  }

  private static JsonNode read(Path file) throws IOException {
    return JSON.readTree(Files.readString(file));
  }

  private static String percent(JsonNode share) {
    return String.format(
        Locale.ROOT, share.asDouble() < 0.01 ? "%.2f" : "%.1f", 100 * share.asDouble());
  }

  private static int trainedTo(JsonNode curriculum) {
    var lengths = curriculum.path("lengths");
    return lengths.isEmpty()
        ? curriculum.get("lastLevel").asInt()
        : lengths.get(lengths.size() - 1).asInt();
  }

  /** Returns the longest length that a stored seed is exact at; empty if none is. */
  private static Optional<Integer> exactTo(JsonNode entries) {
    return StreamSupport.stream(entries.spliterator(), false)
        .map(entry -> entry.path("generalizes"))
        .filter(length -> length.asInt() > 0)
        .map(JsonNode::asInt)
        .max(Integer::compare);
  }
}
