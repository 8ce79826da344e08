package org.seedbed.job;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.seedbed.files.Json;
import org.seedbed.files.SchemaVersion;

/**
 * Spark's standalone master and workers as local processes on the loopback address. The started
 * processes are recorded in a folder, so that a later command finds them and stops no others.
 */
final class LocalCluster {
  private static final String RECORD = "cluster.json";
  private static final Pattern MASTER =
      Pattern.compile("Starting Spark master at (spark://\\S+:\\d+)");
  private static final Pattern REGISTERED =
      Pattern.compile("Successfully registered with master|Worker: Connecting to master");
  private static final long UP_WITHIN_MILLIS = 60_000;
  private static final long DOWN_WITHIN_SECONDS = 20;

  private final Path folder;

  /**
   * @param folder for the record and the logs
   */
  LocalCluster(Path folder) {
    this.folder = folder;
  }

  /**
   * A started cluster.
   *
   * @param master address of the master, such as {@code spark://127.0.0.1:7077}
   * @param processes the master, then the workers
   */
  @SchemaVersion(2)
  record Started(String master, List<Member> processes) {
    Started {
      processes = List.copyOf(processes);
    }
  }

  /**
   * A process of the cluster. The start time tells it from a later process with the same id.
   *
   * @param name such as {@code worker-1}
   * @param pid process id
   * @param startedAt start time that the operating system reports
   */
  record Member(String name, long pid, Optional<String> startedAt) {
    static Member of(String name, Process process) {
      return new Member(name, process.pid(), process.info().startInstant().map(Instant::toString));
    }

    /** Returns the process if it is alive and is the one that was started. */
    Optional<ProcessHandle> handle() {
      return ProcessHandle.of(pid)
          .filter(ProcessHandle::isAlive)
          .filter(h -> h.info().startInstant().map(Instant::toString).equals(startedAt));
    }
  }

  /** Returns the cluster that was started here, if any of its processes is alive. */
  Optional<Started> running() throws IOException {
    var recorded = recorded();
    return recorded.filter(c -> c.processes().stream().anyMatch(m -> m.handle().isPresent()));
  }

  private Optional<Started> recorded() throws IOException {
    try {
      var bytes = Files.readAllBytes(folder.resolve(RECORD));
      return Optional.of(
          Json.read(
              bytes, new org.apache.hadoop.fs.Path(folder.resolve(RECORD).toUri()), Started.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * Starts a master and workers, and waits until the workers have connected.
   *
   * @param cores cores per worker
   * @param memory memory per worker, such as {@code 4g}
   * @throws IllegalArgumentException if a cluster is already running
   */
  Started start(SparkHome spark, int workers, int cores, String memory) throws IOException {
    var now = running();
    if (now.isPresent()) {
      throw new IllegalArgumentException(
          "A cluster is already running at "
              + now.get().master()
              + " (recorded in "
              + folder.resolve(RECORD)
              + "). Stop it with 'seedbed cluster stop', or give another --dir.");
    }
    Files.createDirectories(folder);
    var members = new ArrayList<Member>();
    try {
      var master =
          spark.start(
              log("master"),
              List.of(
                  "org.apache.spark.deploy.master.Master",
                  "--host",
                  "127.0.0.1",
                  "--port",
                  "0",
                  "--webui-port",
                  "0"));
      members.add(Member.of("master", master));
      String url = await("master", master, MASTER);
      for (int i = 1; i <= workers; i++) {
        String name = "worker-" + i;
        var worker =
            spark.start(
                log(name),
                List.of(
                    "org.apache.spark.deploy.worker.Worker",
                    "--host",
                    "127.0.0.1",
                    "--webui-port",
                    "0",
                    "--cores",
                    String.valueOf(cores),
                    "--memory",
                    memory,
                    "--work-dir",
                    folder.resolve(name).toAbsolutePath().toString(),
                    url));
        members.add(Member.of(name, worker));
        await(name, worker, REGISTERED);
      }
      var started = new Started(url, members);
      Files.write(folder.resolve(RECORD), Json.bytes(started));
      return started;
    } catch (IOException | RuntimeException e) {
      members.forEach(LocalCluster::end);
      throw e;
    }
  }

  /** Stops the recorded processes and returns those that were running. */
  List<Member> stop() throws IOException {
    var recorded = recorded();
    if (recorded.isEmpty()) {
      return List.of();
    }
    var running = recorded.get().processes().stream().filter(m -> m.handle().isPresent()).toList();
    // Workers first, so that they can stop their executors.
    for (int i = running.size() - 1; i >= 0; i--) {
      end(running.get(i));
    }
    Files.delete(folder.resolve(RECORD));
    return running;
  }

  private static void end(Member member) {
    member
        .handle()
        .ifPresent(
            handle -> {
              handle.destroy();
              try {
                handle.onExit().get(DOWN_WITHIN_SECONDS, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                handle.destroyForcibly();
              } catch (java.util.concurrent.ExecutionException
                  | java.util.concurrent.TimeoutException e) {
                handle.destroyForcibly();
              }
            });
  }

  private File log(String name) {
    return folder.resolve(name + ".log").toFile();
  }

  /**
   * Waits for a log line that matches, and returns the first group, or the match if there is none.
   */
  private String await(String name, Process process, Pattern line) throws IOException {
    long until = System.currentTimeMillis() + UP_WITHIN_MILLIS;
    while (System.currentTimeMillis() < until) {
      var found = line.matcher(Files.readString(log(name).toPath()));
      if (found.find()) {
        return found.groupCount() > 0 ? found.group(1) : found.group();
      }
      if (!process.isAlive()) {
        break;
      }
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while the " + name + " was starting", e);
      }
    }
    throw new IOException(
        "The %s %s. See %s."
            .formatted(
                name,
                process.isAlive() ? "did not start in time" : "exited at startup",
                log(name).toPath().toAbsolutePath()));
  }
}
