package org.seedbed.job;

import java.util.concurrent.Callable;
import org.seedbed.restart.RunRecords;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code seedbed show}. */
@Command(
    name = "show",
    description = "Prints a trained restart's discretized program at work.",
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "Folder of the run.")
  private String run;

  @Option(
      names = "--rank",
      defaultValue = "1",
      description = "Rank on the leaderboard (default: ${DEFAULT-VALUE}).")
  private int rank;

  @Override
  public Integer call() throws Exception {
    var opened = Runs.open(run);
    var out = spec.commandLine().getOut();
    out.printf("rank %d, seed %d%n", rank, opened.leaderboard().atRank(rank).seed());
    out.print(RunRecords.circuit(opened.experiment(), opened.trainedRow(rank)));
    out.flush();
    return ExitCode.OK.code();
  }
}
