package org.seedbed.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
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

/** A driver in a process of its own, killed without warning and started again. */
class KillAndResumeIT {
  private static final List<String> SEARCH =
      List.of(
          "restarts",
          "--task",
          "increment",
          "--seeds",
          "16",
          "--width",
          "4",
          "--set",
          "search.slots=2",
          "--set",
          "curriculum.lastLevel=2",
          "--set",
          "nram.hidden=16",
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
    command.add(ProcessHandle.current().info().command().orElse("java"));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path")));
    command.add(Seedbed.class.getName());
    command.addAll(SEARCH);
    command.addAll(List.of("--out", run.toString()));
    File log = folder.resolve(run.getFileName() + ".log").toFile();
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
        .start();
  }

  private void finish(Path run) throws Exception {
    var process = start(run);
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue())
        .as(Files.readString(folder.resolve(run.getFileName() + ".log")))
        .isZero();
  }

  // No builder of this version's reader takes anything but a Path.
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
    long started = System.nanoTime();
    finish(calm);
    long wholeMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);

    var random = new SplittableRandom(20);
    var killed = folder.resolve("killed");
    int kills = 0;
    for (int i = 0; i < 5; i++) {
      var process = start(killed);
      // Anywhere from the start of the virtual machine to the last files.
      if (!process.waitFor(random.nextLong(wholeMillis / 4, wholeMillis), TimeUnit.MILLISECONDS)) {
        kills++;
      }
      process.destroyForcibly().waitFor();
    }
    assertThat(kills).isGreaterThanOrEqualTo(2);
    finish(killed);

    assertThat(killed.resolve("leaderboard.json"))
        .hasSameBinaryContentAs(calm.resolve("leaderboard.json"));
    // Parquet's writer orders a set in its footer at random: rows are compared, not bytes.
    assertThat(rows(killed)).isEqualTo(rows(calm)).hasSize(16);
    assertThat(killed.resolve("best/rank-001/trained.safetensors"))
        .hasSameBinaryContentAs(calm.resolve("best/rank-001/trained.safetensors"));
  }
}
