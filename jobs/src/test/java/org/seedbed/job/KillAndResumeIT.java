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
    var command = new ArrayList<String>();
    command.add(Seedbed.class.getName());
    command.addAll(SEARCH);
    command.addAll(List.of("--out", run.toString()));
    var log = folder.resolve(run.getFileName() + ".log");
    return TestJvm.of(List.of("-Xmx512m"), command, log).start();
  }

  private void finish(Path run) throws Exception {
    var process = start(run);
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
}
