package org.seedbed.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests a driver in a separate process that is repeatedly killed and restarted. */
class KillAndResumeIT {
  private static final List<String> SEARCH =
      List.of(
          "restarts",
          "--task",
          "memory/increment",
          "--seeds",
          "16",
          "--width",
          "4",
          "--set",
          "search.slots=2",
          "--set",
          "curriculum.lastLevel=2",
          "--set",
          "nram.hiddenSize=16",
          "--set",
          "training.batch=8",
          "--set",
          "search.rungs=[40,80,120]",
          "--set",
          "evaluation.examples=64",
          "--set",
          "evaluation.top=2",
          "--set",
          "evaluation.confirmations=2",
          "--resume");

  @TempDir Path folder;

  private Process start(Path run) throws IOException {
    var search = new ArrayList<>(SEARCH);
    search.addAll(List.of("--out", run.toString()));
    return start(search, run);
  }

  private Process start(List<String> verb, Path run) throws IOException {
    var command = new ArrayList<String>();
    command.add(Seedbed.class.getName());
    command.addAll(verb);
    var log = folder.resolve(run.getFileName() + ".log");
    return TestJvm.of(List.of("-Xmx512m"), command, log).start();
  }

  private void finish(Path run) throws Exception {
    finish(start(run), run);
  }

  private void finish(Process process, Path run) throws Exception {
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue())
        .as(Files.readString(folder.resolve(run.getFileName() + ".log")))
        .isZero();
  }

  /** Counts the run's files. Returns 0 if the walk fails, as when the folder changes meanwhile. */
  private static long files(Path run) {
    try (var walk = Files.walk(run)) {
      return walk.filter(Files::isRegularFile).count();
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }

  // In this version, the reader's builders accept only a Path, which is deprecated.
  @SuppressWarnings("deprecation")
  private static List<String> rows(Path run) throws IOException {
    var path = new org.apache.hadoop.fs.Path(run.resolve("leaderboard.parquet").toUri());
    var rows = new ArrayList<String>();
    try (var reader = ParquetReader.builder(new GroupReadSupport(), path).build()) {
      for (var row = reader.read(); row != null; row = reader.read()) {
        rows.add(row.toString());
      }
    }
    return rows;
  }

  @Test
  void endsWithTheSameLeaderboardHoweverOftenItIsKilled() throws Exception {
    var calm = folder.resolve("calm");
    finish(calm);

    var random = new SplittableRandom(20);
    var killed = folder.resolve("killed");
    int kills = 0;
    for (int i = 0; i < 5; i++) {
      // The first is killed at startup, the others once they have written a few more files.
      long files = i == 0 ? 0 : files(killed) + random.nextLong(1, 5);
      var process = start(killed);
      while (process.isAlive() && files(killed) < files) {
        Thread.sleep(5);
      }
      Thread.sleep(random.nextLong(300));
      kills += process.isAlive() ? 1 : 0;
      process.destroyForcibly().waitFor();
    }
    assertThat(kills).isGreaterThanOrEqualTo(3);
    finish(killed);

    assertThat(killed.resolve("leaderboard.json"))
        .hasSameBinaryContentAs(calm.resolve("leaderboard.json"));
    // Compare rows, not bytes: Parquet writes a set in its footer in random order.
    assertThat(rows(killed)).isEqualTo(rows(calm)).hasSize(16);
    assertThat(killed.resolve("best/rank-001/trained.safetensors"))
        .hasSameBinaryContentAs(calm.resolve("best/rank-001/trained.safetensors"));
  }

  private List<String> sweep(Path run) throws IOException {
    var file = folder.resolve("sweep.yaml");
    Files.writeString(
        file,
        """
        task: memory/increment
        curriculum: {lastLevel: 2}
        nram: {hiddenSize: 16}
        training: {batch: 8}
        search: {rungs: [120], width: 4, slots: 2}
        evaluation: {examples: 64}
        space:
          training.adam.learningRate: {loguniform: [0.01, 0.1]}
          nram.registers: [3, 4]
        sweep: {settings: 6, rounds: [2, 4]}
        """);
    return List.of("sweep", "--experiment", file.toString(), "--resume", "--out", run.toString());
  }

  /** Kills a command once it has written some more files, if it lives so long. */
  private boolean kill(Process process, Path run, long more) throws Exception {
    long files = files(run) + more;
    while (process.isAlive() && files(run) < files) {
      Thread.sleep(5);
    }
    boolean alive = process.isAlive();
    process.destroyForcibly().waitFor();
    return alive;
  }

  @Test
  void aSweepEndsWithTheSameSettingsHoweverOftenItIsKilled() throws Exception {
    var killed = folder.resolve("killed");
    // Ranks rest on what a step was measured to cost, so both go on from one measurement.
    var first = start(sweep(killed), killed);
    while (first.isAlive() && !Files.exists(killed.resolve("step-costs.json"))) {
      Thread.sleep(5);
    }
    first.destroyForcibly().waitFor();
    var calm = Files.createDirectories(folder.resolve("calm"));
    for (var name : List.of("experiment.yaml", "sweep.json", "step-costs.json")) {
      Files.copy(killed.resolve(name), calm.resolve(name));
    }
    finish(start(sweep(calm), calm), calm);

    int kills = 0;
    for (long more : List.of(1L, 2L, 3L)) {
      kills += kill(start(sweep(killed), killed), killed, more) ? 1 : 0;
    }
    assertThat(kills).isGreaterThanOrEqualTo(2);
    finish(start(sweep(killed), killed), killed);
    assertThat(killed.resolve("settings.json"))
        .hasSameBinaryContentAs(calm.resolve("settings.json"));

    var extend = List.of("extend", "--settings", "8", "--seeds", "6");
    finish(start(with(extend, calm), calm), calm);
    kill(start(with(extend, killed), killed), killed, 3);
    finish(start(with(extend, killed), killed), killed);
    assertThat(killed.resolve("settings.json"))
        .hasSameBinaryContentAs(calm.resolve("settings.json"));
    assertThat(Files.readString(killed.resolve("sweep.json"))).contains("[ 6, 2 ]");
  }

  private static List<String> with(List<String> verb, Path run) {
    var all = new ArrayList<>(verb);
    all.add(run.toString());
    return all;
  }
}
