package org.seedbed.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A master and two workers in separate processes, and drivers submitted to them. */
final class TestCluster implements AutoCloseable {
  private final LocalCluster cluster;
  private final LocalCluster.Started started;
  private final File log;
  private boolean killed;
  private ClusterAddress last;

  TestCluster(Path folder) throws IOException {
    System.setProperty(SparkHome.PROPERTY, "target/spark");
    cluster = new LocalCluster(folder.resolve("cluster"));
    started = cluster.start(SparkHome.find(), new LocalCluster.Size(2, 1, "4g"), "127.0.0.1");
    log = folder.resolve("log").toFile();
  }

  Process submit(Map<String, String> conf, List<String> verb, String... more) throws IOException {
    var all = Stream.concat(verb.stream(), Stream.of(more)).toList();
    return submit("seedbed.jar", List.of(), conf, all);
  }

  /** Submits an application jar with additional jars. */
  Process submit(String application, List<String> jars, Map<String, String> conf, List<String> verb)
      throws IOException {
    var jar = Path.of("target", application).toAbsolutePath();
    var settings = new HashMap<>(conf);
    settings.put("spark.executor.memory", "1g");
    var address = killed ? last : cluster.address().orElseThrow();
    last = address;
    return new Submission(SparkHome.find(), jar, address, settings, jars, verb)
        .process()
        .redirectErrorStream(true)
        .redirectOutput(log)
        .start();
  }

  /** Waits for a driver and asserts that it succeeded. */
  void finish(Process driver) throws Exception {
    // A driver that takes 45 s alone did not end in 3 minutes beside a build.
    assertThat(driver.waitFor(6, TimeUnit.MINUTES)).as("ended: " + said()).isTrue();
    assertThat(driver.exitValue()).as(said()).isZero();
  }

  /** Returns the output of the last driver so far. */
  String said() throws IOException {
    return Files.readString(log.toPath());
  }

  /** Kills one of the two executors once a file exists. */
  void killAnExecutorOnce(Process driver, Path file) throws Exception {
    while (driver.isAlive() && !Files.exists(file)) {
      Thread.sleep(20);
    }
    // Executors are child processes of the workers.
    var executors =
        started.processes().stream()
            .filter(member -> member.name().startsWith("worker"))
            .flatMap(member -> member.handle().orElseThrow().children())
            .toList();
    assertThat(executors).hasSize(2);
    executors.get(1).destroyForcibly();
  }

  /** Kills master and workers at once. */
  void kill() {
    killed = true;
    started
        .processes()
        .forEach(member -> member.handle().ifPresent(ProcessHandle::destroyForcibly));
  }

  @Override
  public void close() throws IOException {
    if (killed) {
      return;
    }
    var stopped = cluster.stop();
    assertThat(stopped.ended()).hasSize(3);
    assertThat(stopped.alive()).isEmpty();
    assertThat(cluster.running()).isEmpty();
  }
}
