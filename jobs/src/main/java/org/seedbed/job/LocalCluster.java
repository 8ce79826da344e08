package org.seedbed.job;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.seedbed.files.Json;
import org.seedbed.files.ProcessIdentity;
import org.seedbed.files.SchemaVersion;

/**
 * Spark's standalone master and workers as local processes. They listen on one address, and accept
 * only who knows the cluster's secret. The started processes are recorded in a folder, so that a
 * later command finds them and stops no others.
 */
final class LocalCluster {
  private static final String RECORD = "cluster.json";
  private static final String SETTINGS = "spark.conf";
  private static final Pattern MASTER =
      Pattern.compile("Starting Spark master at (spark://\\S+:\\d+)");
  private static final Pattern REGISTERED =
      Pattern.compile("Successfully registered with master|Worker: Connecting to master");
  private static final long UP_WITHIN_MILLIS = 60_000;
  private static final long DOWN_WITHIN_SECONDS = 20;
  private static final int SECRET_BYTES = 32;

  private final Path folder;

  /**
   * @param folder for the record, the secret and the logs
   */
  LocalCluster(Path folder) {
    this.folder = folder;
  }

  /**
   * The size of a cluster.
   *
   * @param workers number of workers
   * @param cores cores per worker
   * @param memory memory per worker for executors, such as {@code 4g}
   */
  record Size(int workers, int cores, String memory) {}

  /**
   * A started cluster.
   *
   * @param master address of the master, such as {@code spark://127.0.0.1:7077}
   * @param bind address that its processes listen on
   * @param processes the master, then the workers
   */
  @SchemaVersion(value = 3, remedy = "End the cluster's processes yourself, then remove the file.")
  record Started(String master, String bind, List<Member> processes) {
    Started {
      processes = List.copyOf(processes);
    }
  }

  /**
   * A process of the cluster.
   *
   * @param name such as {@code worker-1}
   * @param process that was started
   */
  record Member(String name, ProcessIdentity process) {
    static Member of(String name, Process process) {
      return new Member(name, ProcessIdentity.of(process.pid()));
    }

    long pid() {
      return process.pid();
    }

    /** Returns the process if it is alive and is the one that was started. */
    Optional<ProcessHandle> handle() {
      boolean identified = process.startTicks().isPresent();
      return ProcessHandle.of(process.pid())
          .filter(ProcessHandle::isAlive)
          .filter(h -> process.runs() || !identified);
    }

    /** Returns whether it cannot be told from here whether the process is alive. */
    boolean unknown() {
      return process.startTicks().isPresent() && !process.runs() && !process.hasEnded();
    }
  }

  /** Returns the cluster that was started here, if any of its processes is alive. */
  Optional<Started> running() throws IOException {
    return recorded().filter(c -> c.processes().stream().anyMatch(m -> m.handle().isPresent()));
  }

  /** Returns where a driver finds the cluster that was started here, if it is running. */
  Optional<ClusterAddress> address() throws IOException {
    return running()
        .map(c -> new ClusterAddress(c.master(), c.bind(), Optional.of(folder.resolve(SETTINGS))));
  }

  private Optional<Started> recorded() throws IOException {
    try {
      var bytes = Files.readAllBytes(folder.resolve(RECORD));
      var path = new org.apache.hadoop.fs.Path(folder.resolve(RECORD).toUri());
      return Optional.of(Json.read(bytes, path, Started.class, Optional.empty()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private void record(Started cluster) throws IOException {
    Files.write(folder.resolve(RECORD), Json.record(cluster, Optional.empty()));
  }

  /**
   * Starts a master and workers, and waits until the workers have connected.
   *
   * @param bind address of this machine that they listen on
   * @throws IllegalArgumentException if a cluster is already running
   */
  Started start(SparkHome spark, Size size, String bind) throws IOException {
    var recorded = recorded();
    if (recorded.isPresent()) {
      checkKnown(recorded.get());
    }
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
    var settings = writeSettings();
    var members = new CopyOnWriteArrayList<Member>();
    // Until they are recorded, nobody else could end them.
    var undo = new Thread(() -> members.forEach(LocalCluster::end), "end-cluster");
    Runtime.getRuntime().addShutdownHook(undo);
    try {
      var master =
          spark.start(
              log("master"),
              bind,
              List.of(
                  "org.apache.spark.deploy.master.Master",
                  "--host",
                  bind,
                  "--port",
                  "0",
                  "--webui-port",
                  "0",
                  "--properties-file",
                  settings));
      members.add(Member.of("master", master));
      String url = await("master", master, MASTER);
      for (int i = 1; i <= size.workers(); i++) {
        String name = "worker-" + i;
        var worker =
            spark.start(
                log(name),
                bind,
                List.of(
                    "org.apache.spark.deploy.worker.Worker",
                    "--host",
                    bind,
                    "--webui-port",
                    "0",
                    "--cores",
                    String.valueOf(size.cores()),
                    "--memory",
                    size.memory(),
                    "--work-dir",
                    folder.resolve(name).toAbsolutePath().toString(),
                    "--properties-file",
                    settings,
                    url));
        members.add(Member.of(name, worker));
        await(name, worker, REGISTERED);
      }
      var started = new Started(url, bind, members);
      record(started);
      Runtime.getRuntime().removeShutdownHook(undo);
      return started;
    } catch (IOException | RuntimeException e) {
      members.forEach(LocalCluster::end);
      Runtime.getRuntime().removeShutdownHook(undo);
      throw e;
    }
  }

  /** Writes the settings with a new secret, readable by this user alone, and returns their path. */
  private String writeSettings() throws IOException {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    var file = folder.resolve(SETTINGS).toAbsolutePath();
    Files.deleteIfExists(file);
    var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    String settings =
        """
        # Who can read this file can submit to the cluster and run code as this user.
        spark.authenticate true
        spark.authenticate.secret %s
        spark.network.crypto.enabled true
        spark.ui.killEnabled false
        """
            .formatted(HexFormat.of().formatHex(secret));
    var once = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var out = Files.newByteChannel(file, once, mine)) {
      out.write(StandardCharsets.UTF_8.encode(settings));
    }
    return file.toString();
  }

  /** Returns whether an application runs on the cluster: whether a worker has started executors. */
  boolean isBusy() throws IOException {
    return recorded().stream()
        .flatMap(cluster -> cluster.processes().stream())
        .filter(member -> member.name().startsWith("worker"))
        .flatMap(worker -> worker.handle().stream())
        .flatMap(ProcessHandle::children)
        .anyMatch(ProcessHandle::isAlive);
  }

  /**
   * The result of stopping a cluster.
   *
   * @param ended processes that were running and have ended
   * @param alive processes that could not be ended; they stay recorded
   */
  record Stopped(List<Member> ended, List<Member> alive) {}

  /**
   * Stops the recorded processes.
   *
   * @throws IllegalArgumentException if it cannot be told from here whether they are alive
   */
  Stopped stop() throws IOException {
    var recorded = recorded();
    if (recorded.isEmpty()) {
      return new Stopped(List.of(), List.of());
    }
    checkKnown(recorded.get());
    var running = recorded.get().processes().stream().filter(m -> m.handle().isPresent()).toList();
    // Workers first, so that they can stop their executors.
    for (int i = running.size() - 1; i >= 0; i--) {
      end(running.get(i));
    }
    var alive = running.stream().filter(m -> m.handle().isPresent()).toList();
    if (alive.isEmpty()) {
      Files.delete(folder.resolve(RECORD));
      Files.deleteIfExists(folder.resolve(SETTINGS));
    } else {
      record(new Started(recorded.get().master(), recorded.get().bind(), alive));
    }
    return new Stopped(running.stream().filter(m -> !alive.contains(m)).toList(), alive);
  }

  private void checkKnown(Started cluster) {
    var unknown = cluster.processes().stream().filter(Member::unknown).findFirst();
    if (unknown.isPresent()) {
      throw new IllegalArgumentException(
          "The cluster recorded in %s was started on host %s, in another container or before a restart of the machine. Stop it there; or, if its processes have ended, remove the file."
              .formatted(folder.resolve(RECORD), unknown.get().process().host()));
    }
  }

  private static void end(Member member) {
    member
        .handle()
        .ifPresent(
            handle -> {
              handle.destroy();
              if (!awaitExit(handle)) {
                handle.destroyForcibly();
                awaitExit(handle);
              }
            });
  }

  private static boolean awaitExit(ProcessHandle handle) {
    try {
      handle.onExit().get(DOWN_WITHIN_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
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
