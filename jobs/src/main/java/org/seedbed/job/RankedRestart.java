package org.seedbed.job;

import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that select one restart of a finished run. */
final class RankedRestart {
  @Mixin private RunToRead run;

  @Option(
      names = "--rank",
      defaultValue = "1",
      description = "Rank on the leaderboard (default: ${DEFAULT-VALUE}).")
  private int rank;

  FinishedRun open() throws IOException {
    return run.open();
  }

  int rank() {
    return rank;
  }
}
