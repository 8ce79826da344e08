package org.seedbed.bench.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.seedbed.bench.Figures;
import org.seedbed.files.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Injects faults into searches on a real cluster of processes and compares their leaderboards with
 * that of an undisturbed (calm) run. The exit code is 1 if any leaderboard differs or if any commit
 * record was lost.
 */
@Command(
    name = "chaos",
    description =
        "Injects faults into searches on a real cluster of processes and compares their leaderboards.",
    mixinStandardHelpOptions = true)
public final class ChaosSuite implements Callable<Integer> {
  @Mixin private Figures figures;

  @Parameters(paramLabel = "OUT", description = "Output folder of the searches.")
  private Path folder;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "Rounds per fault (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--fault",
      split = ",",
      description = "Faults to inject: ${COMPLETION-CANDIDATES} (default: all).")
  private List<Fault> faults = List.of(Fault.values());

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
          "nram.hiddenSize=16",
          "--set",
          "training.batch=8",
          "--set",
          "search.rungs=[60,120,180]",
          "--set",
          "evaluation.examples=64",
          "--set",
          "evaluation.top=2",
          "--set",
          "evaluation.confirmations=2",
          "--resume");

  /** Commit records of a complete search: populations and decisions of three rungs. */
  private static final int RECORDS = 4 + 1 + 2 + 1 + 2 + 1;

  private Path script;
  private Path out;
  private Path clusterFolder;
  private byte[] expected = new byte[0];
  private boolean allWell = true;

  /** A kind of fault. */
  enum Fault {
    EXECUTOR_KILLED,
    WORKER_KILLED,
    DRIVER_KILLED,
    STATE_TRUNCATED,
    TWO_DRIVERS,
    DISK_FULL,
    DATANODE_KILLED;

    String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /**
   * Result of a round: the observation as text, the run, and whether its commit records are intact.
   */
  private record Outcome(String seen, ChaosRun run, boolean keptCommitted) {}

  @Override
  public Integer call() throws Exception {
    script = Path.of(System.getProperty("seedbed.script"));
    out = folder.toAbsolutePath();
    clusterFolder = out.resolve("cluster");
    disturb();
    return allWell ? 0 : 1;
  }

  private void disturb() throws Exception {
    Files.createDirectories(out);
    var calm = new ChaosRun(out.resolve("calm").toString());
    startCluster();
    int code = submit(calm.root(), "calm").exitCode();
    if (code != 0) {
      throw new IOException("the calm run failed; see " + out.resolve("calm.log"));
    }
    expected = calm.leaderboard();
    for (var fault : faults) {
      for (int seed = 1; seed <= rounds; seed++) {
        round(fault, seed);
      }
    }
    command("cluster", "stop", "--dir", clusterFolder.toString());
  }

  private void round(Fault fault, int seed) throws Exception {
    var random = new SplittableRandom(1000L * fault.name().hashCode() + seed);
    String name = fault.name().toLowerCase(Locale.ROOT) + "-" + seed;
    Outcome outcome;
    try {
      outcome =
          switch (fault) {
            case EXECUTOR_KILLED -> executorKilled(name, random);
            case WORKER_KILLED -> workerKilled(name, random);
            case DRIVER_KILLED -> driverKilled(name, random);
            case STATE_TRUNCATED -> stateTruncated(name, random);
            case TWO_DRIVERS -> twoDrivers(name, random);
            case DISK_FULL -> diskFull(name, random);
            case DATANODE_KILLED -> dataNodeKilled(name, random);
          };
    } catch (SkippedException e) {
      add(fault, seed, "SKIPPED: " + e.getMessage(), "–", "–");
      return;
    }
    boolean same =
        outcome.run().folder().exists(outcome.run().folder().leaderboard())
            && Arrays.equals(outcome.run().leaderboard(), expected);
    allWell &= same && outcome.keptCommitted();
    add(
        fault,
        seed,
        outcome.seen(),
        same ? "the same" : "DIFFERS",
        outcome.keptCommitted() ? "kept" : "LOST");
  }

  private void add(Fault fault, int seed, String seen, String leaderboard, String committed)
      throws IOException {
    figures.add(
        "fault",
        fault.words(),
        "chaos seed",
        seed,
        "observed",
        seen,
        "leaderboard",
        leaderboard,
        "committed before",
        committed);
  }

  /** Thrown if a fault cannot be injected on this machine. */
  private static final class SkippedException extends Exception {
    private static final long serialVersionUID = 1L;

    SkippedException(String why) {
      super(why);
    }
  }

  private Outcome executorKilled(String name, SplittableRandom random) throws Exception {
    var run = new ChaosRun(out.resolve(name).toString());
    var driver = submit(run.root(), name);
    var before = awaitMidway(run, driver, random);
    var executors = executors();
    var victim = executors.get(random.nextInt(executors.size()));
    victim.destroyForcibly();
    int code = driver.exitCode();
    return new Outcome(
        "killed 1 of %d executors after %d commits; exit code %d"
            .formatted(executors.size(), before.size(), code),
        run,
        keeps(run, before));
  }

  private Outcome workerKilled(String name, SplittableRandom random) throws Exception {
    var run = new ChaosRun(out.resolve(name).toString());
    var driver = submit(run.root(), name);
    var before = awaitMidway(run, driver, random);
    var workers = workers();
    workers.get(random.nextInt(workers.size())).destroyForcibly();
    int code = driver.exitCode();
    command("cluster", "stop", "--dir", clusterFolder.toString());
    startCluster();
    return new Outcome(
        "killed 1 of %d workers after %d commits; exit code %d"
            .formatted(workers.size(), before.size(), code),
        run,
        keeps(run, before));
  }

  private Outcome driverKilled(String name, SplittableRandom random) throws Exception {
    var run = new ChaosRun(out.resolve(name).toString());
    var driver = submit(run.root(), name);
    var before = awaitMidway(run, driver, random);
    driver.kill();
    int code = submit(run.root(), name).exitCode();
    return new Outcome(
        "killed the driver after %d commits; resumed with exit code %d"
            .formatted(before.size(), code),
        run,
        keeps(run, before));
  }

  private Outcome stateTruncated(String name, SplittableRandom random) throws Exception {
    var run = new ChaosRun(out.resolve(name).toString());
    var driver = submit(run.root(), name);
    var before = awaitMidway(run, driver, random);
    driver.kill();
    List<Path> states;
    try (var walk = Files.walk(Path.of(run.root(), "rungs"))) {
      states =
          walk.filter(path -> path.getFileName().toString().matches("population.*safetensors"))
              .sorted()
              .toList();
    }
    var victim = states.get(random.nextInt(states.size()));
    long bytes = Files.size(victim);
    long left = random.nextLong(bytes);
    try (var channel =
        java.nio.channels.FileChannel.open(victim, java.nio.file.StandardOpenOption.WRITE)) {
      channel.truncate(left);
    }
    int code = submit(run.root(), name).exitCode();
    // The record of the truncated state is written again, with new times.
    before.keySet().removeIf(record -> record.endsWith(recordOf(victim)));
    return new Outcome(
        "cut %s from %,d to %,d bytes; resumed with exit code %d"
            .formatted(
                victim.getParent().getFileName() + "/" + victim.getFileName(), bytes, left, code),
        run,
        keeps(run, before));
  }

  private static String recordOf(Path state) {
    return state.getParent().getFileName()
        + "/"
        + state.getFileName().toString().replace(".safetensors", ".json");
  }

  private Outcome twoDrivers(String name, SplittableRandom random) throws Exception {
    var run = new ChaosRun(out.resolve(name).toString());
    var first = submit(run.root(), name);
    run.awaitCommitted(1, () -> !first.isAlive());
    var before = run.committed();
    var log = out.resolve(name + "-second.log");
    var second = SeedbedProcess.start(script, log, embedded(run.root()));
    int refused = second.exitCode();
    boolean named = second.output().contains("is being written by another driver");
    run.awaitCommitted(1 + random.nextInt(RECORDS - 2), () -> !first.isAlive());
    first.kill();
    // The lease of the killed driver must not block the third one.
    int code = SeedbedProcess.start(script, log, embedded(run.root())).exitCode();
    return new Outcome(
        "the second ended with code %d%s; the first killed, a third continued: exit code %d"
            .formatted(refused, named ? " and named the first" : ", NAMING NOBODY", code),
        run,
        keeps(run, before) && named);
  }

  private Outcome diskFull(String name, SplittableRandom random) throws Exception {
    SmallDisk disk;
    try {
      disk = SmallDisk.mount(out.resolve(name), 100 + random.nextInt(500));
    } catch (IOException e) {
      throw new SkippedException("this user is not allowed to mount a small disk");
    }
    try (disk) {
      var run = new ChaosRun(out.resolve(name).resolve("run").toString());
      int full = submit(run.root(), name).exitCode();
      var before = run.committed();
      boolean said = Files.readString(out.resolve(name + ".log")).contains("No space left");
      disk.grow(100_000);
      int code = submit(run.root(), name).exitCode();
      var outcome =
          new Outcome(
              "full after %d commits: exit code %d%s; with room again: exit code %d"
                  .formatted(
                      before.size(), full, said ? ", which it says" : ", WITHOUT A WORD", code),
              run,
              keeps(run, before) && said);
      // Copy the leaderboard before the disk is unmounted.
      var kept = new ChaosRun(out.resolve(name + "-kept").toString());
      kept.folder().create();
      kept.folder().write(kept.folder().leaderboard(), run.leaderboard());
      return new Outcome(outcome.seen(), kept, outcome.keptCommitted());
    }
  }

  private Outcome dataNodeKilled(String name, SplittableRandom random) throws Exception {
    try (var hdfs = new HdfsProcesses(out.resolve(name + "-hdfs"), 3)) {
      var run = new ChaosRun(hdfs.uri() + "/runs/" + name);
      var driver = submit(run.root(), name);
      var before = awaitMidway(run, driver, random);
      hdfs.killDataNode(random.nextInt(3));
      int code = driver.exitCode();
      var kept = new ChaosRun(out.resolve(name + "-kept").toString());
      kept.folder().create();
      kept.folder().write(kept.folder().leaderboard(), run.leaderboard());
      return new Outcome(
          "killed 1 of 3 DataNodes after %d commits; exit code %d".formatted(before.size(), code),
          kept,
          keeps(run, before));
    }
  }

  /** Waits for a random number of commits and then for a random part of the work that follows. */
  private static java.util.Map<String, String> awaitMidway(
      ChaosRun run, SeedbedProcess driver, SplittableRandom random) throws Exception {
    int commits = 1 + random.nextInt(RECORDS - 2);
    run.awaitCommitted(commits, () -> !driver.isAlive());
    Thread.sleep(random.nextInt(500));
    if (!driver.isAlive()) {
      throw new IOException("the search ended before it could be disturbed:\n" + driver.output());
    }
    return run.committed();
  }

  private static boolean keeps(ChaosRun run, java.util.Map<String, String> before)
      throws IOException {
    return run.committed().entrySet().containsAll(before.entrySet());
  }

  private SeedbedProcess submit(String root, String name) throws IOException {
    var arguments = new ArrayList<String>();
    arguments.addAll(List.of("submit", "--dir", clusterFolder.toString()));
    arguments.addAll(List.of("--conf", "spark.executor.memory=1g"));
    arguments.addAll(SEARCH);
    arguments.addAll(List.of("--out", root));
    return SeedbedProcess.start(script, out.resolve(name + ".log"), arguments);
  }

  private static List<String> embedded(String root) {
    var arguments = new ArrayList<>(SEARCH);
    arguments.addAll(List.of("--out", root));
    return arguments;
  }

  private void startCluster() throws Exception {
    command(
        "cluster", "start", "--workers", "2", "--cores", "1", "--dir", clusterFolder.toString());
  }

  private void command(String... arguments) throws Exception {
    var log = out.resolve("cluster.log");
    int code = SeedbedProcess.start(script, log, List.of(arguments)).exitCode();
    if (code != 0) {
      throw new IOException(List.of(arguments) + " ended with code " + code + "; see " + log);
    }
  }

  private List<ProcessHandle> workers() throws IOException {
    var record = Json.mapper().readTree(clusterFolder.resolve("cluster.json").toFile());
    var workers = new ArrayList<ProcessHandle>();
    for (var member : record.get("processes")) {
      if (member.get("name").asText().startsWith("worker")) {
        ProcessHandle.of(member.get("process").get("pid").asLong()).ifPresent(workers::add);
      }
    }
    return workers;
  }

  /** Returns the executors, which are child processes of the workers. */
  private List<ProcessHandle> executors() throws IOException {
    return workers().stream().flatMap(ProcessHandle::children).toList();
  }
}
