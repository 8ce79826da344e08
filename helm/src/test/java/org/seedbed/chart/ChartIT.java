package org.seedbed.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seedbed.job.TestJvm;
import org.seedbed.k8s.TestApiServer;
import org.seedbed.k8s.TestKubelet;

/**
 * Runs the rendered chart: Spark's own {@code SparkSubmit} starts the driver, and Spark's
 * Kubernetes scheduler starts the executors. Failed drivers are retried by the rules of the Job.
 */
class ChartIT {
  private static final String SEARCH =
      """
      task: increment
      seeds: {count: 8}
      curriculum: {lastLevel: 2, widenings: 0}
      nram: {hidden: 8}
      search: {width: 4, slots: 2, rungs: [40, 80, 120, 160]}
      evaluation: {examples: 32, top: 2, lengths: [2, 4]}
      """;

  @TempDir Path folder;

  private TestApiServer server;
  private KubernetesClient node;
  private TestKubelet kubelet;

  @BeforeEach
  void start() {
    server = new TestApiServer();
    node = server.node();
    kubelet = new TestKubelet(node, folder);
  }

  @AfterEach
  void stop() {
    kubelet.close();
    node.close();
    server.close();
  }

  private RenderedChart chart(String experiment, String more) throws IOException {
    return RenderedChart.of(
        """
        out: %s/run
        storage: {kind: pvc, pvc: {claim: runs, mountPath: %s}}
        experiment:
        %s
        master: %s
        executor: {instances: 2, cores: 1, memory: 1g}
        metrics: {podMonitor: never}
        sparkConf:
          spark.kubernetes.allocation.batch.delay: 1s
          spark.driver.port: "0"
          spark.driver.blockManager.port: "0"
          spark.seedbed.metrics.port: "0"
          spark.seedbed.metrics.executorPort: "0"
        %s
        """
            .formatted(folder, folder, experiment.indent(2), server.master(), more));
  }

  /** Starts drivers until the Job is done by its own rules. Optionally kills the first driver. */
  private List<DriverProcess> run(RenderedChart chart, boolean killFirst) throws Exception {
    var spec = chart.only(Job.class).getSpec();
    var hopeless = spec.getPodFailurePolicy().getRules().get(0).getOnExitCodes().getValues();
    var drivers = new ArrayList<DriverProcess>();
    while (drivers.size() <= spec.getBackoffLimit()) {
      var driver = DriverProcess.start(chart, node, folder, drivers.size());
      drivers.add(driver);
      if (killFirst && drivers.size() == 1) {
        var first = folder.resolve("run/rungs/00/population-000.json");
        while (driver.isAlive() && !Files.exists(first)) {
          Thread.sleep(20);
        }
        driver.kill();
      }
      int exitCode = driver.exitCode();
      if (exitCode == 0 || hopeless.contains(exitCode)) {
        break;
      }
    }
    return drivers;
  }

  @Test
  void theJobGoesOnAfterItsDriverDied() throws Exception {
    var chart = chart(SEARCH, "");
    var drivers = run(chart, true);
    assertThat(drivers).as(drivers.get(drivers.size() - 1).said()).hasSize(2);
    assertThat(drivers.get(0).exitCode()).isEqualTo(137);
    assertThat(drivers.get(1).exitCode()).isZero();
    // Each driver's pod owns its executors, so they are deleted with it.
    assertThat(kubelet.owners()).contains(drivers.get(0).name(), drivers.get(1).name());

    var calm = folder.resolve("calm");
    Files.writeString(folder.resolve("calm.yaml"), SEARCH);
    var embedded =
        TestJvm.of(
            List.of(),
            List.of(
                "org.seedbed.job.Seedbed",
                "restarts",
                "--experiment",
                folder.resolve("calm.yaml").toString(),
                "--out",
                calm.toString()),
            folder.resolve("calm.log"));
    assertThat(embedded.start().waitFor()).isZero();
    assertThat(folder.resolve("run/leaderboard.json"))
        .hasSameBinaryContentAs(calm.resolve("leaderboard.json"));
  }

  @Test
  void aReleaseIsASweep() throws Exception {
    var sweep =
        """
        task: copy
        curriculum: {lastLevel: 2, widenings: 0}
        search: {width: 8, slots: 2, rungs: [40]}
        evaluation: {examples: 32, lengths: [2]}
        space:
          nram.hiddenSize: [8, 12]
          training.adam.learningRate: {loguniform: [0.01, 0.1]}
        sweep: {settings: 4, rounds: [1, 2]}
        """;
    var drivers = run(chart(sweep, "verb: sweep"), false);
    assertThat(drivers).hasSize(1);
    assertThat(drivers.get(0).exitCode()).as(drivers.get(0).said()).isZero();
    var settings = new ObjectMapper().readTree(folder.resolve("run/settings.json").toFile());
    assertThat(settings.path("entries")).hasSize(5);
    assertThat(drivers.get(0).said()).contains("4 settings beside the default");
  }

  @Test
  void theJobDoesNotTryABadExperimentAgain() throws Exception {
    var drivers = run(chart("search: {keep: 2}", ""), false);
    assertThat(drivers).hasSize(1);
    assertThat(drivers.get(0).exitCode()).isEqualTo(2);
    assertThat(drivers.get(0).said()).contains("keep is 2.0, must be in (0, 1]");
  }

  @Test
  void everyFiringOfTheCronJobSearchesFreshSeeds() throws Exception {
    var chart = chart(SEARCH, "mode: CronJob");
    for (int firing = 0; firing < 2; firing++) {
      var driver = DriverProcess.start(chart, node, folder, firing);
      assertThat(driver.exitCode()).as(driver.said()).isZero();
    }
    var leaderboard = new ObjectMapper().readTree(folder.resolve("run/leaderboard.json").toFile());
    assertThat(leaderboard.path("entries").findValuesAsText("seed"))
        .hasSize(16)
        .doesNotHaveDuplicates();
  }
}
