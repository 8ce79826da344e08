package org.seedbed.job;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code seedbed train}. */
@Command(
    name = "train",
    description = {
      "Trains one initialization of a finished run with several workers, which average their",
      "parameters (DL4J on Spark). It pays for models whose steps take long; bench/README.md says when."
    },
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private MetricsOptions metrics;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "RUN",
      description = "Run whose initialization is trained.")
  private String from;

  @Option(
      names = "--rank",
      defaultValue = "1",
      description = "Its rank on the leaderboard (default: ${DEFAULT-VALUE}).")
  private int rank;

  @Option(
      names = "--data",
      description = "Dataset to train on (default: examples are generated in place).")
  private String data;

  @Option(
      names = "--workers",
      defaultValue = "2",
      description = "Workers that train at the same time (default: ${DEFAULT-VALUE}).")
  private int workers;

  @Option(
      names = "--averaging",
      defaultValue = "5",
      description = "Iterations between two averagings (default: ${DEFAULT-VALUE}).")
  private int averagingEvery;

  @Option(
      names = "--iterations",
      description = "Iterations of each worker (default: the steps of the run's search).")
  private Integer iterations;

  @Option(
      names = "--checkpoint-every",
      defaultValue = "20",
      description = "Averagings between two checkpoints (default: ${DEFAULT-VALUE}).")
  private int checkpointEvery;

  @Option(names = "--out", required = true, description = "Folder of the training.")
  private String out;

  @Option(names = "--resume", description = "Continue the training in --out.")
  private boolean resume;

  @Override
  public Integer call() throws Exception {
    DataParallelJob.checkPresent();
    new DataParallelJob(spec.commandLine().getOut(), metrics).run(this);
    return ExitCode.OK.code();
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
    return iterations == null ? OptionalInt.empty() : OptionalInt.of(iterations);
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
