package org.seedbed.job;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code seedbed cluster}. */
@Command(
    name = "cluster",
    description = "Manages a Spark standalone cluster on this machine; needs no installed Spark.",
    mixinStandardHelpOptions = true)
final class ClusterCommand implements Runnable {
  static final String FOLDER = "runs/cluster";

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Give one of: " + String.join(", ", spec.subcommands().keySet()) + ".");
  }

  @Command(
      name = "start",
      description = "Starts a master and workers as background processes.",
      mixinStandardHelpOptions = true)
  int start(
      @Option(
              names = "--workers",
              defaultValue = "2",
              description = "Number of workers (default: ${DEFAULT-VALUE}).")
          int workers,
      @Option(
              names = "--cores",
              description = "Cores per worker (default: this machine's cores, shared evenly).")
          Integer cores,
      @Option(
              names = "--memory",
              defaultValue = "4g",
              description = "Memory per worker for executors (default: ${DEFAULT-VALUE}).")
          String memory,
      @Option(
              names = "--dir",
              defaultValue = FOLDER,
              description = "Folder for the cluster's record and logs (default: ${DEFAULT-VALUE}).")
          Path folder)
      throws Exception {
    if (workers < 1) {
      throw new IllegalArgumentException("--workers is " + workers + ", must be 1 or more");
    }
    if (cores != null && cores < 1) {
      throw new IllegalArgumentException("--cores is " + cores + ", must be 1 or more");
    }
    int each =
        cores == null ? Math.max(1, Runtime.getRuntime().availableProcessors() / workers) : cores;
    var started = new LocalCluster(folder).start(SparkHome.find(), workers, each, memory);
    var out = spec.commandLine().getOut();
    out.println("master  " + started.master());
    out.printf("workers %d of %d cores and %s each%n", workers, each, memory);
    out.println("logs    " + folder);
    out.println("submit with 'seedbed submit VERB …', stop with 'seedbed cluster stop'");
    return ExitCode.OK.code();
  }

  @Command(
      name = "stop",
      description = "Stops the processes that 'start' recorded, and no others.",
      mixinStandardHelpOptions = true)
  int stop(
      @Option(
              names = "--dir",
              defaultValue = FOLDER,
              description = "Folder of the cluster's record (default: ${DEFAULT-VALUE}).")
          Path folder)
      throws Exception {
    var out = spec.commandLine().getOut();
    var ended = new LocalCluster(folder).stop();
    if (ended.isEmpty()) {
      out.println("no cluster runs in " + folder);
    }
    ended.forEach(member -> out.printf("stopped %s (%d)%n", member.name(), member.pid()));
    return ExitCode.OK.code();
  }

  @Command(
      name = "status",
      description = "Shows the cluster's processes; exits with 1 if none is running.",
      mixinStandardHelpOptions = true)
  int status(
      @Option(
              names = "--dir",
              defaultValue = FOLDER,
              description = "Folder of the cluster's record (default: ${DEFAULT-VALUE}).")
          Path folder)
      throws Exception {
    var out = spec.commandLine().getOut();
    var running = new LocalCluster(folder).running();
    if (running.isEmpty()) {
      out.println("no cluster runs in " + folder);
      return ExitCode.FAILED.code();
    }
    out.println("master  " + running.get().master());
    for (var member : running.get().processes()) {
      String state = member.handle().isPresent() ? "running" : "ended";
      out.printf("%s (%d) %s%n", member.name(), member.pid(), state);
    }
    return ExitCode.OK.code();
  }
}
