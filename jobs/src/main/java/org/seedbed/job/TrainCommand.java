package org.seedbed.job;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.seedbed.task.Bounds;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code seedbed train}. */
@Command(
    name = "train",
    description = {
      "Trains one initialization of a finished run on several workers, which average their",
      "parameters (DL4J on Spark). Useful for models with slow steps; see bench/README.md."
    },
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private MetricsOptions metrics;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "RUN",
      description = "Run to take the initialization from.")
  private String from;

  @Option(
      names = "--rank",
      defaultValue = "1",
      description = "Rank of the initialization on the leaderboard (default: ${DEFAULT-VALUE}).")
  private int rank;

  @Option(
      names = "--data",
      description = "Dataset to train on (default: examples are generated in place).")
  private String data;

  @Option(
      names = "--workers",
      defaultValue = "2",
      description = "Number of workers that train in parallel (default: ${DEFAULT-VALUE}).")
  private int workers;

  @Option(
      names = "--averaging",
      defaultValue = "5",
      description = "Iterations between averagings (default: ${DEFAULT-VALUE}).")
  private int averagingEvery;

  @Option(
      names = "--iterations",
      description = "Iterations per worker (default: the steps of the run's search).")
  private Integer iterations;

  @Option(
      names = "--checkpoint-every",
      defaultValue = "20",
      description = "Averagings between checkpoints (default: ${DEFAULT-VALUE}).")
  private int checkpointEvery;

  @Option(names = "--out", required = true, description = "Folder of the training.")
  private String out;

  @Option(
      names = "--unverified",
      description = "Do not check the run's records against each other; see 'seedbed show --help'.")
  private boolean unverified;

  @Option(names = "--resume", description = "Resume the training in --out.")
  private boolean resume;

  @Override
  public Integer call() throws Exception {
    DataParallelJob.checkPresent();
    metrics.check();
    Bounds.check("--rank", rank, 1, Integer.MAX_VALUE);
    Bounds.check("--workers", workers, 1, 10_000);
    Bounds.check("--averaging", averagingEvery, 1, 1_000_000_000);
    Bounds.check("--checkpoint-every", checkpointEvery, 1, 1_000_000_000);
    if (iterations != null) {
      Bounds.check("--iterations", iterations, 1, 1_000_000_000);
    }
    new DataParallelJob(spec.commandLine().getOut(), metrics).run(this);
    return ExitCode.OK.code();
  }

  FinishedRun openRun() throws IOException {
    return unverified ? FinishedRun.open(from) : FinishedRun.verified(from);
  }

  String from() {
    return from;
  }

  int rank() {
    return rank;
  }

  Optional<String> data() {
    return Optional.ofNullable(data);
  }

  int workers() {
    return workers;
  }

  int averagingEvery() {
    return averagingEvery;
  }

  OptionalInt iterations() {
    return OptionalNumber.of(iterations);
  }

  int checkpointEvery() {
    return checkpointEvery;
  }

  String out() {
    return out;
  }

  boolean resume() {
    return resume;
  }
}
