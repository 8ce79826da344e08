package org.seedbed.job;

import java.io.IOException;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Options that select one restart of a finished run. */
final class RankedRestart {
  @Parameters(paramLabel = "RUN", description = "Folder of the run.")
  private String run;

  @Option(
      names = "--rank",
      defaultValue = "1",
      description = "Rank on the leaderboard (default: ${DEFAULT-VALUE}).")
  private int rank;

  FinishedRun open() throws IOException {
    return FinishedRun.open(run);
  }

  int rank() {
    return rank;
  }
}
