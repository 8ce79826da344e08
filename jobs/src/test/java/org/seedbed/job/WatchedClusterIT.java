package org.seedbed.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seedbed.metrics.Dashboard;
import org.seedbed.metrics.InstalledProgram;

/** Tests the metrics of jobs on a real cluster with a real Prometheus. */
class WatchedClusterIT {
  @TempDir Path folder;

  @Test
  void everyPanelShowsSomethingOfWhatHappens() throws Exception {
    assumeTrue(
        InstalledProgram.exists("prometheus"),
        "prometheus is not installed: it comes with Debian's package of that name");
    int port = PrometheusServer.freePort();
    // Linger long enough for the final values to be scraped, even on a fast machine.
    var served =
        Map.of(
            "spark.seedbed.metrics.port",
            String.valueOf(port),
            "spark.seedbed.metrics.linger",
            "4s");
    try (var cluster = new TestCluster(folder);
        var prometheus = new PrometheusServer(folder, port)) {
      String data = folder.resolve("data").toString();
      cluster.finish(
          cluster.submit(
              served,
              List.of("generate", "--task", "memory/increment", "--examples", "3000000"),
              "--last-level",
              "2",
              "--widenings",
              "0",
              "--examples-per-file",
              "102400",
              "--out",
              data));

      var run = folder.resolve("run");
      var longer =
          List.of(
              "--set",
              "search.rungs=[150,300]",
              "--set",
              "evaluation.checkLengths=[4,6]",
              "--data",
              data);
      var search = new ArrayList<>(SmallSearch.RESTARTS);
      search.addAll(longer);
      var driver = cluster.submit(served, search, "--out", run.toString());
      cluster.killAnExecutorOnce(driver, run.resolve("rungs/00/population-000.json"));
      cluster.finish(driver);
      assertThat(cluster.said()).contains("metrics     http://");

      var diverging = new ArrayList<>(SmallSearch.RESTARTS);
      diverging.addAll(List.of("--set", "training.adam.learningRate=1e38"));
      diverging.addAll(List.of("--set", "search.rungs=[40,80]"));
      cluster.finish(
          cluster.submit(served, diverging, "--out", folder.resolve("diverged").toString()));

      var train = List.of("train", "--from", run.toString(), "--data", data, "--iterations", "80");
      cluster.finish(cluster.submit(served, train, "--out", folder.resolve("trained").toString()));

      var space = folder.resolve("sweep.yaml");
      Files.writeString(space, SmallSearch.SWEEP);
      var sweep = List.of("sweep", "--experiment", space.toString());
      cluster.finish(cluster.submit(served, sweep, "--out", folder.resolve("swept").toString()));

      assertThat(panelsWithout(prometheus)).isEmpty();
      assertThat(prometheus.highest("seedbed_executors_lost_total{cause=\"failed\"}")).isEqualTo(1);
      assertThat(prometheus.highest("sum(seedbed_restarts_total{outcome=\"diverged\"})"))
          .isPositive();
      assertThat(prometheus.highest("run:seedbed_diverged:ratio")).isEqualTo(1);
      assertThat(prometheus.highest("count(up == 1)")).isEqualTo(3);
      assertThat(prometheus.highest("ALERTS{alertname=\"SeedbedExecutorsLost\"}")).isEqualTo(1);
    }
    assertThat(folder.resolve("run/_metrics/driver.prom"))
        .content()
        .contains("seedbed_populations_committed_total")
        .contains("origin=\"trained\"");
    try (var left = Files.list(folder.resolve("run/_metrics"))) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .anyMatch(name -> name.startsWith("executor-"));
    }
  }

  /** Returns the panel queries for which Prometheus has no data. */
  private static List<String> panelsWithout(PrometheusServer prometheus) throws Exception {
    var without = new ArrayList<String>();
    for (var dashboard : Dashboard.in(Path.of("../monitoring/dashboards"))) {
      for (var panel : dashboard.panels()) {
        for (String expression : panel.expressions()) {
          if (prometheus.series(Dashboard.filled(expression)).isEmpty()) {
            without.add(dashboard.file() + ": " + panel.title() + ": " + expression);
          }
        }
      }
    }
    return without;
  }
}
