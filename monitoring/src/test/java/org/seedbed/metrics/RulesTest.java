package org.seedbed.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RulesTest {
  private static final Path FOLDER = Path.of("prometheus");

  private static List<JsonNode> rules(String file) throws IOException {
    var rules = new ArrayList<JsonNode>();
    var yaml =
        new ObjectMapper(new YAMLFactory()).readTree(FOLDER.resolve("rules/" + file).toFile());
    yaml.get("groups").forEach(group -> group.get("rules").forEach(rules::add));
    return rules;
  }

  /** Returns all names that an expression may use. */
  static Set<String> known() throws IOException {
    var known = new TreeSet<String>(Set.of("up"));
    for (var metric : Metric.values()) {
      known.add(metric.exposedName());
      if (metric.kind() == Metric.Kind.HISTOGRAM) {
        List.of("_bucket", "_sum", "_count").forEach(s -> known.add(metric.exposedName() + s));
      }
    }
    // The metrics of the JVM and the process, as client_java names them.
    MetricTest.scrape(ProcessMetrics.start(RunLabels.NONE, Set.of(Metric.Role.EXECUTOR)))
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(line -> known.add(line.replaceAll("[{ ].*", "")));
    rules("recording.yaml").forEach(rule -> known.add(rule.get("record").asText()));
    return known;
  }

  @Test
  void nameMetricsOfTheCatalogue() throws IOException {
    var all = new ArrayList<>(rules("recording.yaml"));
    all.addAll(rules("alerts.yaml"));
    assertThat(all).hasSizeGreaterThan(10);
    for (var rule : all) {
      assertThat(known()).containsAll(PromQl.metrics(rule.get("expr").asText()));
    }
  }

  @Test
  void alertsSayWhatIsWrongAndWhereToReadOn() throws IOException {
    String runbook = Files.readString(Path.of("../docs/runbook.md"));
    String cases = Files.readString(FOLDER.resolve("tests/alerts_test.yaml"));
    for (var alert : rules("alerts.yaml")) {
      String name = alert.get("alert").asText();
      assertThat(alert.get("labels").get("severity").asText()).isIn("warning", "critical");
      assertThat(alert.get("annotations").get("summary").asText()).isNotBlank();
      assertThat(alert.get("annotations").get("description").asText()).isNotBlank();
      assertThat(alert.get("annotations").get("runbook_url").asText())
          .isEqualTo("docs/runbook.md#" + name.toLowerCase(java.util.Locale.ROOT));
      assertThat(runbook).contains("## " + name + "\n");
      assertThat(cases).as("cases of alerts").contains("alertname: " + name);
    }
  }
}
