package org.seedbed.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests on a cluster of separate processes: a master, two workers, their executors and the driver.
 */
class ClusterIT {
  private static final Map<String, String> ANY_PORT = Map.of("spark.seedbed.metrics.port", "0");
  @TempDir static Path folder;

  private static TestCluster cluster;
  private final CommandLineRun local = new CommandLineRun();

  @BeforeAll
  static void start() throws IOException {
    cluster = new TestCluster(folder);
  }

  @AfterAll
  static void stop() throws IOException {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void searchesAndTrainsInSeveralProcessesAndOutlivesAnExecutor() throws Exception {
    var data = folder.resolve("data").toString();
    cluster.finish(cluster.submit(ANY_PORT, SmallSearch.GENERATE, "--out", data));

    var calm = folder.resolve("calm");
    assertThat(local.seedbed(SmallSearch.RESTARTS, "--data", data, "--out", calm.toString()))
        .isZero();

    var run = folder.resolve("run");
    var driver =
        cluster.submit(ANY_PORT, SmallSearch.RESTARTS, "--data", data, "--out", run.toString());
    cluster.killAnExecutorOnce(driver, run.resolve("rungs/00/population-000.json"));
    cluster.finish(driver);
    // Same result bit for bit, despite other processes and a lost executor.
    assertThat(run.resolve("leaderboard.json"))
        .hasSameBinaryContentAs(calm.resolve("leaderboard.json"));

    var trained = folder.resolve("trained");
    var train = List.of("train", "--from", run.toString(), "--data", data, "--iterations", "4");
    cluster.finish(
        cluster.submit(ANY_PORT, train, "--averaging", "2", "--out", trained.toString()));
    var here = folder.resolve("trained-here").toString();
    assertThat(local.seedbed(train, "--averaging", "2", "--out", here)).isZero();
    assertThat(trained.resolve("trained.safetensors"))
        .hasSameBinaryContentAs(Path.of(here, "trained.safetensors"));
  }
}
