package org.seedbed.job;

import java.io.IOException;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.files.StoragePath;
import org.seedbed.record.Leaderboard;
import org.seedbed.record.RunFolder;
import org.seedbed.record.RunRecords;
import org.seedbed.search.RunIntegrity;
import org.seedbed.sweep.SweepRecords;

/**
 * A finished run, opened for reading.
 *
 * @param folder the run's folder
 * @param experiment the experiment that was run
 * @param leaderboard the result
 */
record FinishedRun(RunFolder folder, ExperimentModel<?> experiment, Leaderboard leaderboard) {
  /** Opens a run and checks its records against each other. */
  static FinishedRun verified(String run) throws IOException {
    var opened = open(run);
    RunIntegrity.check(opened.folder());
    return opened;
  }

  /** Opens a run. Its records are checked one by one, when they are read. */
  static FinishedRun open(String run) throws IOException {
    return open(RunFolder.at(StoragePath.of(run), Spark.hadoopConfiguration()));
  }

  /** Opens a run as {@link #open(String)} does. */
  static FinishedRun open(RunFolder folder) throws IOException {
    var run = folder.root();
    var experiment = ExperimentModel.of(RunRecords.experiment(folder));
    if (SweepRecords.isSweep(folder)) {
      throw new IllegalArgumentException(
          "%s is a sweep, which 'leaderboard', 'report' and 'replay' read. Its best-setting.yaml is an experiment for 'restarts'."
              .formatted(run));
    }
    if (!folder.exists(folder.leaderboard())) {
      throw new IllegalArgumentException(
          "Run "
              + run
              + " is not finished: it has no leaderboard.json. Continue it with"
              + " 'seedbed restarts --out "
              + run
              + " --resume'.");
    }
    return new FinishedRun(folder, experiment, RunRecords.leaderboard(folder));
  }

  /** Returns the trained parameters of the restart at a rank. */
  float[] trainedParameters(int rank) throws IOException {
    return RunRecords.trainedParameters(folder, experiment, leaderboard.atRank(rank).seed());
  }
}
