package org.seedbed.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus' own tool says of rules, their tests and the dashboards' queries. */
class PromtoolIT {
  private static final String FOLDER = "prometheus";

  @Test
  void rulesPass() throws Exception {
    Promtool.passes(
        List.of("check", "rules", FOLDER + "/rules/alerts.yaml", FOLDER + "/rules/recording.yaml"));
  }

  @Test
  void rulesDoWhatTheirTestsSay() throws Exception {
    Promtool.passes(
        List.of(
            "test",
            "rules",
            FOLDER + "/tests/alerts_test.yaml",
            FOLDER + "/tests/recording_test.yaml"));
  }

  @Test
  void queriesParse(@TempDir Path folder) throws Exception {
    var rules = new ArrayList<Map<String, String>>();
    for (var dashboard : DashboardsTest.all()) {
      for (var panel : dashboard.panels()) {
        for (String expression : panel.expressions()) {
          rules.add(
              Map.of("record", "query:" + rules.size(), "expr", Dashboard.filled(expression)));
        }
      }
    }
    JsonNode groups =
        new ObjectMapper()
            .valueToTree(Map.of("groups", List.of(Map.of("name", "queries", "rules", rules))));
    var file = folder.resolve("queries.yaml");
    new ObjectMapper().writeValue(file.toFile(), groups); // JSON is YAML.
    Promtool.passes(List.of("check", "rules", file.toString()));
  }
}
