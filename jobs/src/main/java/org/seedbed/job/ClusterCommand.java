package org.seedbed.job;

import java.nio.file.Path;
import org.seedbed.task.Bounds;
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
          Path folder,
      @Option(
              names = "--bind",
              defaultValue = BindAddress.LOOPBACK,
              description = {
                "Address of this machine that all processes listen on (default: ${DEFAULT-VALUE}).",
                "With another one, other machines reach them; the cluster's secret is then what",
                "keeps them out."
              })
          String bind)
      throws Exception {
    Bounds.check("--workers", workers, 1, 1000);
    if (cores != null) {
      Bounds.check("--cores", cores, 1, 10_000);
    }
    if (!memory.matches("[1-9][0-9]{0,8}[kmgtKMGT]b?")) {
      throw new IllegalArgumentException(
          "--memory is '" + memory + "', must be a size such as 4g or 900m");
    }
    BindAddress.check(bind);
    int each =
        cores == null ? Math.max(1, Runtime.getRuntime().availableProcessors() / workers) : cores;
    var size = new LocalCluster.Size(workers, each, memory);
    var started = new LocalCluster(folder).start(SparkHome.find(), size, bind);
    var out = spec.commandLine().getOut();
    if (!BindAddress.isLoopback(bind)) {
      spec.commandLine()
          .getErr()
          .println(
              "seedbed: the cluster listens on %s. Its web pages show logs and settings to everyone who reaches them; keep the network closed."
                  .formatted(bind));
    }
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
          Path folder,
      @Option(names = "--force", description = "Stop it although an application is running.")
          boolean force)
      throws Exception {
    var out = spec.commandLine().getOut();
    var err = spec.commandLine().getErr();
    var cluster = new LocalCluster(folder);
    if (!force && cluster.isBusy()) {
      err.printf(
          "seedbed: an application is running on the cluster in %s. Wait until it ends, or give --force.%n",
          folder);
      return ExitCode.HELD.code();
    }
    var stopped = cluster.stop();
    if (stopped.ended().isEmpty() && stopped.alive().isEmpty()) {
      out.println("no cluster runs in " + folder);
    }
    stopped.ended().forEach(m -> out.printf("stopped %s (%d)%n", m.name(), m.pid()));
    stopped
        .alive()
        .forEach(
            m ->
                err.printf(
                    "seedbed: %s (%d) has not ended. Run 'seedbed cluster stop' again, or end it yourself.%n",
                    m.name(), m.pid()));
    return (stopped.alive().isEmpty() ? ExitCode.OK : ExitCode.FAILED).code();
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
