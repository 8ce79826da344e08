package org.seedbed.job;

import java.io.IOException;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Options that select a finished run to read. */
final class RunToRead {
  @Parameters(paramLabel = "RUN", description = "Folder of the run.")
  private String run;

  @Option(
      names = "--unverified",
      description = {
        "Do not check the run's records against each other, only each file that is read. For runs",
        "whose rungs were removed to save space, and for a quick look at very large ones."
      })
  private boolean unverified;

  FinishedRun open() throws IOException {
    return unverified ? FinishedRun.open(run) : FinishedRun.verified(run);
  }
}
