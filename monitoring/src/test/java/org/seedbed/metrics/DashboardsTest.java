package org.seedbed.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Checks the documented strict-mode rules of Grafana's dashboard-linter, and additional rules of
 * ours.
 */
class DashboardsTest {
  static List<Dashboard> all() throws IOException {
    var all = Dashboard.in(Path.of("dashboards"));
    assertThat(all).hasSize(5);
    return all;
  }

  @Test
  void nameMetricsOfTheCatalogue() throws IOException {
    var named = new TreeSet<String>();
    for (var dashboard : all()) {
      for (var panel : dashboard.panels()) {
        panel.expressions().forEach(expression -> named.addAll(PromQl.metrics(expression)));
      }
    }
    assertThat(RulesTest.known()).containsAll(named);
  }

  @Test
  void everyMetricIsSomewhereToBeSeen() throws IOException {
    var text = new StringBuilder();
    for (var dashboard : all()) {
      text.append(dashboard.json());
    }
    text.append(java.nio.file.Files.readString(Path.of("prometheus/rules/alerts.yaml")));
    assertThat(Metric.values())
        .allSatisfy(metric -> assertThat(text.toString()).contains(metric.exposedName()));
  }

  @Test
  void panelsHaveTitleDescriptionUnitAndTheChosenDataSource() throws IOException {
    for (var dashboard : all()) {
      for (var panel : dashboard.panels()) {
        assertThat(panel.title()).isNotBlank();
        assertThat(panel.json().get("description").asText()).as(panel.title()).endsWith(".");
        assertThat(panel.json().at("/fieldConfig/defaults/unit").asText())
            .as(panel.title())
            .isIn("none", "short", "percentunit", "s", "bytes", "Bps", "ops");
        assertThat(panel.json().at("/datasource/uid").asText()).isEqualTo("${datasource}");
        assertThat(panel.expressions()).isNotEmpty();
      }
    }
  }

  /** The fields that the strict reader of Grafana's foundation SDK (v0.0.22) asks for. */
  @Test
  void optionsAreThoseOfGrafanasSchema() throws IOException {
    for (var dashboard : all()) {
      assertThat(dashboard.json().has("style")).as(dashboard.file()).isFalse();
      for (var link : dashboard.json().get("links")) {
        assertThat(names(link))
            .contains("title", "type", "icon", "tooltip", "url", "tags", "asDropdown")
            .contains("targetBlank", "includeVars", "keepTime");
      }
      for (var panel : dashboard.panels()) {
        var options = panel.json().get("options");
        switch (panel.json().get("type").asText()) {
          case "stat" ->
              assertThat(names(options))
                  .as(panel.title())
                  .contains("graphMode", "colorMode", "justifyMode", "textMode", "wideLayout")
                  .contains("showPercentChange", "percentChangeColorMode", "reduceOptions")
                  .contains("orientation");
          case "timeseries" -> {
            assertThat(names(options.get("legend")))
                .as(panel.title())
                .contains("displayMode", "placement", "showLegend", "calcs");
            assertThat(names(options.get("tooltip"))).as(panel.title()).contains("mode", "sort");
          }
          case "table" -> assertThat(names(options)).contains("frameIndex", "showHeader");
          default -> throw new AssertionError("Say which options " + panel.title() + " needs.");
        }
      }
    }
  }

  private static List<String> names(JsonNode object) {
    var names = new ArrayList<String>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void panelsDoNotOverlapAndFitTheGrid() throws IOException {
    for (var dashboard : all()) {
      var taken = new TreeSet<String>();
      for (var panel : dashboard.json().get("panels")) {
        var at = panel.get("gridPos");
        assertThat(at.get("x").asInt() + at.get("w").asInt()).isLessThanOrEqualTo(24);
        for (int x = at.get("x").asInt(); x < at.get("x").asInt() + at.get("w").asInt(); x++) {
          for (int y = at.get("y").asInt(); y < at.get("y").asInt() + at.get("h").asInt(); y++) {
            assertThat(taken.add(x + "," + y)).as(panel.get("title").asText()).isTrue();
          }
        }
      }
    }
  }

  @Test
  void variablesAreThoseThatAreWantedAndReloadWithTheTime() throws IOException {
    for (var dashboard : all()) {
      assertThat(dashboard.variables())
          .extracting(variable -> variable.get("name").asText())
          .containsExactly("datasource", "job", "instance", "run", "model", "task");
      for (var variable : dashboard.variables().subList(1, 6)) {
        assertThat(variable.get("multi").asBoolean()).isTrue();
        assertThat(variable.get("refresh").asInt()).isEqualTo(2);
        assertThat(variable.at("/datasource/uid").asText()).isEqualTo("${datasource}");
      }
      for (var variable : dashboard.variables().subList(1, 3)) {
        assertThat(variable.get("allValue").asText()).isEqualTo(".+");
        String name = variable.get("name").asText();
        assertThat(variable.get("label").asText())
            .isEqualTo(Character.toUpperCase(name.charAt(0)) + name.substring(1));
      }
      assertThat(dashboard.json().get("editable").asBoolean()).isFalse();
    }
  }

  @Test
  void queriesMatchJobAndInstanceAndRateOverTheChosenInterval() throws IOException {
    for (var dashboard : all()) {
      for (var panel : dashboard.panels()) {
        for (String expression : panel.expressions()) {
          var selectors = java.util.regex.Pattern.compile("\\{([^}]*)}").matcher(expression);
          while (selectors.find()) {
            assertThat(selectors.group(1))
                .as(panel.title())
                .contains("job=~\"$job\"")
                .contains("instance=~\"$instance\"");
          }
          var ranges = java.util.regex.Pattern.compile("\\[([^]]*)]").matcher(expression);
          while (ranges.find()) {
            assertThat(ranges.group(1)).isEqualTo("$__rate_interval");
          }
        }
      }
    }
  }
}
