package org.seedbed.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
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

  @Test
  void sweepsInSeveralProcesses() throws Exception {
    var file = folder.resolve("sweep.yaml");
    Files.writeString(file, SmallSearch.SWEEP);
    var sweep = List.of("sweep", "--experiment", file.toString());
    var there = folder.resolve("swept");
    cluster.finish(cluster.submit(ANY_PORT, sweep, "--out", there.toString()));
    assertThat(local.seedbed(List.of("leaderboard", there.toString()))).as(local.err()).isZero();
    assertThat(local.out()).contains("7 settings").contains("the default");
    // What executors trained is what this process trains.
    var replay = List.of("replay", there.toString(), "--setting", "2");
    assertThat(local.seedbed(replay, "--seed", "1")).isZero();
    assertThat(local.seedbed(replay, "--seed", "9")).isEqualTo(ExitCode.USAGE.code());
    assertThat(local.seedbed(List.of("show", there.toString()))).isEqualTo(ExitCode.USAGE.code());
    assertThat(local.err()).contains("is a sweep");
  }
}
