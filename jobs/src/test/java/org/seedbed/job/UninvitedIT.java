package org.seedbed.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attacks a cluster from another network namespace, as from another host. */
class UninvitedIT {
  private static final int DRIVER_PORT = 7777;
  private static final int METRICS_PORT = 9464;

  @TempDir Path folder;

  private TwoHosts hosts;

  @BeforeEach
  void connect() throws IOException {
    var made = TwoHosts.make();
    assumeTrue(made.isPresent(), "network namespaces cannot be made: that needs root and 'ip'");
    hosts = made.get();
  }

  @AfterEach
  void disconnect() throws Exception {
    if (hosts != null) {
      if (Files.exists(folder.resolve("cluster/cluster.json"))) {
        seedbed("stop", "cluster", "stop", "--force", "--dir", cluster())
            .waitFor(60, TimeUnit.SECONDS);
      }
      hosts.close();
    }
  }

  private String cluster() {
    return folder.resolve("cluster").toString();
  }

  /** Starts the command on the victim's host. */
  private Process seedbed(String log, String... arguments) throws IOException {
    var options =
        List.of(
            "-D" + SparkHome.PROPERTY + "=" + Path.of("target/spark").toAbsolutePath(),
            "-D"
                + SubmitCommand.APPLICATION
                + "="
                + Path.of("target/seedbed.jar").toAbsolutePath());
    var command = Stream.concat(Stream.of(Seedbed.class.getName()), Stream.of(arguments)).toList();
    return hosts.onVictim(TestJvm.of(options, command, folder.resolve(log))).start();
  }

  private void well(String log, String... arguments) throws Exception {
    var process = seedbed(log, arguments);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(said(log)).isZero();
  }

  private String said(String log) throws IOException {
    return Files.readString(folder.resolve(log));
  }

  /** Starts a search that lasts, and waits until its executors train. */
  private Process search(String... options) throws Exception {
    var command = new ArrayList<>(List.of("submit", "--dir", cluster()));
    command.addAll(List.of("--conf", "spark.driver.port=" + DRIVER_PORT));
    command.addAll(List.of("--conf", "spark.executor.memory=1g"));
    command.addAll(List.of(options));
    command.addAll(List.of("restarts", "--seeds", "8", "--width", "4", "--set", "search.slots=2"));
    command.addAll(List.of("--set", "search.rungs=[1000000]"));
    command.addAll(List.of("--out", folder.resolve("run").toString()));
    var driver = seedbed("driver", command.toArray(String[]::new));
    await("rung 1 of 1", "driver");
    return driver;
  }

  private void await(String text, String log) throws Exception {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (!said(log).contains(text)) {
      assertThat(System.nanoTime()).as(said(log)).isLessThan(until);
      Thread.sleep(100);
    }
  }

  @Test
  void byDefaultNothingListensToOtherHosts() throws Exception {
    well("start", "cluster", "start", "--workers", "1", "--cores", "2", "--dir", cluster());
    var settings = folder.resolve("cluster/spark.conf");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(settings)))
        .isEqualTo("rw-------");
    var driver = search();
    var listening = hosts.listening();
    // Master and worker with a web page each; driver and executor with blocks and metrics each.
    assertThat(listening).hasSizeGreaterThanOrEqualTo(8).allMatch(TwoHosts.Listening::loopback);
    for (var one : listening) {
      assertThat(hosts.request(one.port(), "GET", "/")).doesNotContain("HTTP/1");
    }
    end(driver);
  }

  @Test
  void onAWiderAddressTheSecretKeepsStrangersOut() throws Exception {
    well(
        "start",
        "cluster",
        "start",
        "--workers",
        "1",
        "--cores",
        "2",
        "--bind",
        TwoHosts.VICTIM,
        "--dir",
        cluster());
    assertThat(said("start")).contains("the cluster listens on " + TwoHosts.VICTIM);
    var driver = search();
    String application = found("ID (app-[0-9-]+)", "cluster/master.log");
    assertThat(hosts.listening()).anyMatch(one -> !one.loopback());
    awaitTarget("\"executor\":\"0\"");

    // No page kills an application, an executor or a worker.
    for (var one : hosts.listening()) {
      for (var path :
          List.of(
              "/app/kill/?id=" + application + "&terminate=true",
              "/driver/kill/?id=driver-0&terminate=true",
              "/workers/kill/?host=" + TwoHosts.VICTIM,
              "/kill/?id=" + application + "&terminate=true",
              "/jobs/job/kill/?id=0",
              "/stages/stage/kill/?id=0")) {
        hosts.request(one.port(), "POST", path);
      }
    }

    // An executor without the secret does not join.
    for (var application0 : List.of(application, "app-1")) {
      var rogue = rogue(application0);
      assertThat(rogue.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(rogue.exitValue()).as(said("rogue")).isNotZero();
    }
    assertThat(said("driver")).contains("Expected SaslMessage");
    assertThat(hosts.request(METRICS_PORT, "GET", "/targets"))
        .contains("\"executor\":\"0\"")
        .doesNotContain("\"executor\":\"99\"");
    assertThat(driver.isAlive()).isTrue();
    assertThat(said("cluster/master.log")).doesNotContain("Removing app");
    end(driver);
  }

  private void awaitTarget(String text) throws Exception {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    String targets = "";
    while (!targets.contains(text)) {
      assertThat(System.nanoTime()).as(targets + executorLog()).isLessThan(until);
      targets = hosts.request(METRICS_PORT, "GET", "/targets");
    }
  }

  private String executorLog() throws IOException {
    try (var files = Files.walk(folder.resolve("cluster"))) {
      var log = files.filter(file -> file.endsWith("stderr")).findFirst();
      return log.isPresent() ? Files.readString(log.get()) : "";
    }
  }

  private Process rogue(String application) throws IOException {
    var command =
        List.of(
            "org.apache.spark.executor.CoarseGrainedExecutorBackend",
            "--driver-url",
            "spark://CoarseGrainedScheduler@%s:%d".formatted(TwoHosts.VICTIM, DRIVER_PORT),
            "--executor-id",
            "99",
            "--hostname",
            TwoHosts.ATTACKER,
            "--cores",
            "1",
            "--app-id",
            application);
    return hosts.onAttacker(TestJvm.of(List.of(), command, folder.resolve("rogue"))).start();
  }

  private String found(String pattern, String log) throws IOException {
    var found = Pattern.compile(pattern).matcher(said(log));
    assertThat(found.find()).as(said(log)).isTrue();
    return found.group(1);
  }

  /** Interrupts the search. It says how to go on, and nothing else. */
  private void end(Process driver) throws Exception {
    int lines = said("driver").lines().toList().size();
    driver.destroy();
    assertThat(driver.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(driver.exitValue()).isEqualTo(143);
    var last = said("driver").lines().skip(lines).filter(line -> !line.contains("alive")).toList();
    assertThat(last).as(said("driver")).hasSize(1);
    assertThat(last.get(0)).startsWith("seedbed: stopped.").endsWith("--resume");
  }
}
