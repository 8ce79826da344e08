package org.seedbed.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A master, two workers, their executors and the driver, each a process of its own. */
class ClusterIT {
  @TempDir static Path folder;

  private static LocalCluster cluster;
  private static LocalCluster.Started started;
  private final CommandLineRun local = new CommandLineRun();

  @BeforeAll
  static void start() throws IOException {
    System.setProperty(SparkHome.PROPERTY, "target/spark");
    cluster = new LocalCluster(folder.resolve("cluster"));
    started = cluster.start(SparkHome.find(), 2, 1, "4g");
  }

  @AfterAll
  static void stop() throws IOException {
    if (cluster != null) {
      assertThat(cluster.stop()).hasSize(3);
      assertThat(cluster.running()).isEmpty();
    }
  }

  private static Process submit(File log, List<String> verb, String... more) throws IOException {
    var all = Stream.concat(verb.stream(), Stream.of(more)).toList();
    var jar = Path.of("target", "seedbed.jar").toAbsolutePath();
    var conf = Map.of("spark.executor.memory", "1g");
    return new Submission(SparkHome.find(), jar, started.master(), conf, all)
        .process()
        .redirectErrorStream(true)
        .redirectOutput(log)
        .start();
  }

  private static void finish(Process driver, File log) throws Exception {
    assertThat(driver.waitFor(3, TimeUnit.MINUTES)).isTrue();
    assertThat(driver.exitValue()).as(Files.readString(log.toPath())).isZero();
  }

  /** Executors are the workers' children. */
  private static List<ProcessHandle> executors() {
    return started.processes().stream()
        .filter(member -> member.name().startsWith("worker"))
        .flatMap(member -> member.handle().orElseThrow().children())
        .toList();
  }

  @Test
  void searchesAndTrainsInSeveralProcessesAndOutlivesAnExecutor() throws Exception {
    var data = folder.resolve("data").toString();
    var log = folder.resolve("log").toFile();
    finish(submit(log, SmallSearch.GENERATE, "--out", data), log);

    var calm = folder.resolve("calm");
    assertThat(local.seedbed(SmallSearch.RESTARTS, "--data", data, "--out", calm.toString()))
        .isZero();

    var run = folder.resolve("run");
    var driver = submit(log, SmallSearch.RESTARTS, "--data", data, "--out", run.toString());
    var first = run.resolve("rungs/00/population-000.json");
    while (driver.isAlive() && !Files.exists(first)) {
      Thread.sleep(20);
    }
    var executors = executors();
    assertThat(executors).hasSize(2);
    executors.get(1).destroyForcibly();
    finish(driver, log);
    // The very same numbers, in other processes, and in spite of the loss.
    assertThat(run.resolve("leaderboard.json"))
        .hasSameBinaryContentAs(calm.resolve("leaderboard.json"));

    var trained = folder.resolve("trained");
    var train = List.of("train", "--from", run.toString(), "--data", data, "--iterations", "4");
    finish(submit(log, train, "--averaging", "2", "--out", trained.toString()), log);
    var here = folder.resolve("trained-here").toString();
    assertThat(local.seedbed(train, "--averaging", "2", "--out", here)).isZero();
    assertThat(trained.resolve("trained.safetensors"))
        .hasSameBinaryContentAs(Path.of(here, "trained.safetensors"));
  }
}
