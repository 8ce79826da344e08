package org.seedbed.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seedbed.files.Sha256;

/** Drivers, as real processes, that are told to stop or are paused, or whose cluster is gone. */
class StoppedIT {
  private static final List<String> LONG =
      List.of(
          "restarts",
          "--seeds",
          "8",
          "--width",
          "4",
          "--set",
          "search.slots=2",
          "--set",
          "search.solved=train",
          "--set",
          "search.rungs=[1000000]");

  @TempDir Path folder;
  private final List<Process> drivers = new ArrayList<>();

  /** A driver that did not stop would go on for hours. */
  @AfterEach
  void killDrivers() {
    drivers.forEach(Process::destroyForcibly);
  }

  private Process start(String log, List<String> arguments, String... more) throws IOException {
    var all =
        Stream.of(Stream.of(Seedbed.class.getName()), arguments.stream(), Stream.of(more))
            .flatMap(a -> a)
            .toList();
    var process = TestJvm.of(List.of(), all, folder.resolve(log)).start();
    drivers.add(process);
    return process;
  }

  private String said(String log) throws IOException {
    return Files.readString(folder.resolve(log));
  }

  private void await(String text, String log, Process process) throws Exception {
    while (!said(log).contains(text)) {
      assertThat(process.isAlive()).as(said(log)).isTrue();
      Thread.sleep(50);
    }
  }

  private static void signal(String name, Process process) throws Exception {
    var kill = new ProcessBuilder("kill", "-s", name, String.valueOf(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  /**
   * A shell without job control has its background processes ignore SIGINT, and theirs inherit
   * that.
   */
  private static boolean ignoresInterrupts() throws IOException {
    var status = Path.of("/proc/self/status");
    return Files.exists(status)
        && Files.readString(status)
            .lines()
            .filter(line -> line.startsWith("SigIgn:"))
            .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
  }

  private void assertEnds(Process process, int code, String log) throws Exception {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said(log)).isEqualTo(code);
  }

  /** What a user sees after a signal: one line, which says how to go on. */
  private String lastLine(String log, int before) throws IOException {
    var lines =
        said(log).lines().skip(before).filter(line -> !line.contains("population ")).toList();
    assertThat(lines).as(said(log)).hasSize(1);
    return lines.get(0);
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void aSearchThatIsToldToStopSaysHowToGoOn(String signal, int code) throws Exception {
    assumeFalse(signal.equals("INT") && ignoresInterrupts(), "SIGINT is ignored");
    String out = folder.resolve("my run").toString();
    var driver = start("log", LONG, "--out", out);
    await("rung 1 of 1", "log", driver);
    int lines = (int) said("log").lines().count();
    signal(signal, driver);
    assertEnds(driver, code, "log");
    assertThat(lastLine("log", lines))
        .isEqualTo(
            "seedbed: stopped. Committed work is kept. Go on with: seedbed "
                + String.join(" ", LONG)
                    .replace("search.rungs=[1000000]", "'search.rungs=[1000000]'")
                + " --out '"
                + out
                + "' --resume");
    // The lease was given back, so no other machine has to wait.
    assertThat(folder.resolve("my run/.lease.json")).doesNotExist();
  }

  @Test
  void aGenerationThatIsToldToStopIsRunAgain() throws Exception {
    var generate =
        List.of(
            "generate",
            "--task",
            "memory/increment",
            "--examples",
            "3000000",
            "--out",
            folder.resolve("data").toString());
    var driver = start("log", generate);
    await("generating", "log", driver);
    while (driver.isAlive() && !Files.exists(folder.resolve("data/.lease.json"))) {
      Thread.sleep(20);
    }
    // Nobody else writes to that folder meanwhile.
    var other = new CommandLineRun();
    assertThat(other.seedbed(generate, "--data-seed", "2"))
        .as(other.err())
        .isEqualTo(ExitCode.HELD.code());
    assertThat(other.err()).contains("is being written by another driver");
    int lines = (int) said("log").lines().count();
    signal("TERM", driver);
    assertEnds(driver, 143, "log");
    assertThat(lastLine("log", lines))
        .startsWith("seedbed: stopped. Go on with: seedbed generate ");
    assertThat(folder.resolve("data/_manifest.json")).doesNotExist();
    var small =
        List.of(
            "generate",
            "--task",
            "memory/increment",
            "--examples",
            "9000",
            "--out",
            folder.resolve("data").toString());
    assertThat(other.seedbed(small)).as(other.err()).isZero();
    try (var files = Files.walk(folder.resolve("data"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith("."));
    }
  }

  /** A driver that sleeps while another takes over and finishes must not write any more. */
  @Test
  void aPausedDriverDoesNotOverwriteWhatAnotherFinished() throws Exception {
    var run = folder.resolve("run");
    // Later settings override those of the small search. The driver is paused in training: paused
    // between its look at the lease and the renaming of a file, it would rename that file.
    var search = new ArrayList<>(SmallSearch.RESTARTS);
    search.addAll(
        List.of(
            "--set",
            "search.slots=1",
            "--set",
            "search.solved=train",
            "--set",
            "search.rungs=[1000,2000,3000]"));
    search.addAll(List.of("--out", run.toString(), "--resume"));
    var paused = start("log", search);
    await("rung 2 of 3: ", "log", paused);
    Thread.sleep(500);
    signal("STOP", paused);
    var other = new CommandLineRun();
    assertThat(other.seedbed(search)).as(other.err()).isZero();
    assertThat(other.out()).contains("checking whether it is alive");
    var finished = contents(run);
    signal("CONT", paused);
    assertEnds(paused, ExitCode.HELD.code(), "log");
    assertThat(said("log")).contains("another driver has taken it over and finished");
    assertThat(contents(run)).isEqualTo(finished);
  }

  /** Returns the content of each file of a run, without the metrics, which each process leaves. */
  private static Map<String, String> contents(Path run) throws IOException {
    var contents = new HashMap<String, String>();
    try (var files = Files.walk(run)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        contents.put(run.relativize(file).toString(), Sha256.of(Files.readAllBytes(file)));
      }
    }
    contents.keySet().removeIf(name -> name.startsWith("_metrics"));
    return contents;
  }

  @Test
  void aDriverWhoseClusterIsGoneEnds() throws Exception {
    System.setProperty(SparkHome.PROPERTY, "target/spark");
    var command = new CommandLineRun();
    String cluster = folder.resolve("cluster").toString();
    try (var started = new TestCluster(folder)) {
      var driver =
          started.submit(
              Map.of("spark.seedbed.metrics.port", "0"),
              LONG,
              "--out",
              folder.resolve("run").toString());
      while (!started.said().contains("rung 1 of 1")) {
        assertThat(driver.isAlive()).as(started.said()).isTrue();
        Thread.sleep(100);
      }
      assertThat(command.seedbed("cluster", "stop", "--dir", cluster))
          .isEqualTo(ExitCode.HELD.code());
      assertThat(command.err()).contains("an application is running", "--force");
      started.kill();
      long killed = System.nanoTime();
      assertThat(driver.waitFor(60, TimeUnit.SECONDS)).as(started.said()).isTrue();
      assertThat(driver.exitValue()).as(started.said()).isEqualTo(ExitCode.FAILED.code());
      assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - killed)).isLessThan(60);
      assertThat(started.said()).contains("has been gone", "--resume");
      var late = started.submit(Map.of(), LONG, "--out", folder.resolve("late").toString());
      assertEnds(late, ExitCode.FAILED.code(), "log");
      assertThat(started.said()).contains("No master answers at spark://127.0.0.1:");
    }
    assertThat(command.seedbed("cluster", "stop", "--dir", cluster)).isZero();
    assertThat(command.out()).contains("no cluster runs in");
  }
}
