package org.seedbed.job;

import java.io.IOException;
import java.util.Optional;
import org.seedbed.files.StoragePath;
import org.seedbed.record.RunFolder;
import org.seedbed.sweep.SweepRecords;
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

  /** Returns the folder if it is one of a sweep. */
  Optional<RunFolder> sweep() throws IOException {
    var folder = RunFolder.at(StoragePath.of(run), Spark.hadoopConfiguration());
    return SweepRecords.isSweep(folder) ? Optional.of(folder) : Optional.empty();
  }

  FinishedRun open() throws IOException {
    return unverified ? FinishedRun.open(run) : FinishedRun.verified(run);
  }
}
