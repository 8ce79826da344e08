package org.seedbed.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that every verb supports a model and a task from a plug-in jar. */
class PluginIT {
  @TempDir Path folder;

  private final CommandLineRun run = new CommandLineRun();

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private void well(String... arguments) {
    assertThat(run.seedbed(arguments)).as(run.err()).isZero();
  }

  @Test
  void everyVerbTakesIt() throws Exception {
    well("tasks");
    assertThat(run.out()).contains("bits/any", "models threshold", "input  \"0100\"");

    well("generate", "--task", "bits/any", "--examples", "20000", "--out", path("data"));
    assertThat(run.seedbed(SmallSearch.THRESHOLD, "--data", path("data"), "--out", path("run")))
        .as(run.err())
        .isZero();
    assertThat(run.out()).contains("threshold on bits/any: ").contains("solved");
    assertThat(folder.resolve("run/experiment.yaml"))
        .content()
        .contains("threshold:\n  scale: 1.0");

    well("leaderboard", path("run"));
    assertThat(run.out()).contains("to 16");
    well("evaluate", path("run"), "--lengths", "4,32");
    assertThat(run.out()).contains("1.0000");
    well("show", path("run"), "--input", "00100");
    assertThat(run.out()).contains("00100 → 1, answered 1");
    well("report", path("run"));
    assertThat(folder.resolve("run/report.html"))
        .content()
        .contains("Restarts of threshold on bits/any");
    well("replay", path("run"), "--seed", "3");
    assertThat(run.out()).contains("agrees").doesNotContain("DISAGREES");
    well(
        "train",
        "--from",
        path("run"),
        "--data",
        path("data"),
        "--workers",
        "2",
        "--iterations",
        "20",
        "--out",
        path("trained"));
    assertThat(folder.resolve("trained/card.json")).content().contains("\"model\" : \"threshold\"");
    assertThat(run.seedbed("verify", path("run"))).isEqualTo(ExitCode.USAGE.code());
    assertThat(run.err()).contains("Model 'threshold' on task 'bits/any' cannot be verified.");
  }

  @Test
  void anUnknownModelsErrorListsIt() {
    assertThat(run.seedbed("restarts", "--model", "treshold", "--out", path("none")))
        .isEqualTo(ExitCode.USAGE.code());
    assertThat(run.err()).contains("Known: nram").contains("Did you mean 'threshold'?");
    well("restarts", "--help");
    assertThat(run.out()).contains("threshold");
  }

  /** Submits the plug-in jar to a cluster, with the application jar that contains no DL4J. */
  @Test
  void aClusterTakesItFromItsJar() throws Exception {
    var jar = exampleJar();
    try (var cluster = new TestCluster(folder)) {
      var all = new java.util.ArrayList<>(SmallSearch.THRESHOLD);
      all.addAll(List.of("--out", path("submitted")));
      cluster.finish(
          cluster.submit(
              "seedbed-core.jar",
              List.of(jar.toString()),
              Map.of("spark.seedbed.metrics.port", "0"),
              all));
      assertThat(run.seedbed(SmallSearch.THRESHOLD, "--out", path("here"))).isZero();
      assertThat(folder.resolve("submitted/leaderboard.json"))
          .hasSameBinaryContentAs(folder.resolve("here/leaderboard.json"));

      var driver =
          cluster.submit(
              "seedbed-core.jar",
              List.of(jar.toString()),
              Map.of(),
              List.of("train", "--from", path("here"), "--out", path("no")));
      assertThat(driver.waitFor()).isEqualTo(ExitCode.USAGE.code());
      assertThat(cluster.said()).contains("holds no DL4J").contains("seedbed.jar");
    }
  }

  private static Path exampleJar() throws Exception {
    try (var jars = Files.list(Path.of("../models/example/target"))) {
      return jars.filter(jar -> jar.toString().matches(".*seedbed-example-[^-]*(-SNAPSHOT)?\\.jar"))
          .findFirst()
          .orElseThrow()
          .toAbsolutePath()
          .normalize();
    }
  }
}
