package org.seedbed.restart;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.seedbed.model.npi.NpiVerification;
import org.seedbed.store.RunFolder;

/** Reads back what a run committed. Driver. */
public final class RunRecords {
  private RunRecords() {}

  /** Records of a stage's populations, by number; empty if it has none. */
  public static List<PopulationRecord> of(RunFolder run, String stage) throws IOException {
    var records = new ArrayList<PopulationRecord>();
    for (int number = 0; run.exists(run.population(stage, number)); number++) {
      records.add(run.readJson(run.population(stage, number), PopulationRecord.class));
    }
    return records;
  }

  /** Committed rungs, in order. */
  public static List<RungRecord> rungs(RunFolder run) throws IOException {
    var rungs = new ArrayList<RungRecord>();
    for (int rung = 0; run.exists(run.rung(rung)); rung++) {
      rungs.add(run.readJson(run.rung(rung), RungRecord.class));
    }
    return rungs;
  }

  /** The leaderboard of a finished run. */
  public static Leaderboard leaderboard(RunFolder run) throws IOException {
    return run.readJson(run.leaderboard(), Leaderboard.class);
  }

  /** The trained parameters of a restart of a run or of a series, {@code [P]}. */
  public static float[] trainedRow(RunFolder run, ExperimentModel<?> experiment, long seed)
      throws IOException {
    int rungs = experiment.experiment().search().rungs().size();
    var search = SearchSeries.holding(run, seed);
    for (int rung = rungs - 1; rung >= 0; rung--) {
      for (var record : of(search, RunFolder.rungStage(rung))) {
        if (record.has(seed)) {
          return BestInitializations.trainedRow(search, experiment, record, seed);
        }
      }
    }
    throw new IllegalArgumentException("Seed " + seed + " is not in run " + run.root() + ".");
  }

  /** What the restart makes of a held-out example, for people to read. */
  public static String shown(ExperimentModel<?> experiment, float[] row) {
    return BestInitializations.shown(experiment, row);
  }

  /**
   * What the restart makes of an input that a person wrote.
   *
   * @throws IllegalArgumentException when the model takes none, or it is none
   */
  public static String shown(ExperimentModel<?> experiment, float[] row, String input) {
    if (!(experiment.architecture() instanceof NpiArchitecture architecture)) {
      throw new IllegalArgumentException(
          "Model '%s' takes no --input, 'npi' does. Leave it out to see a held-out example."
              .formatted(experiment.experiment().model()));
    }
    var example = architecture.task().exampleOf(input);
    return architecture.shown(row, architecture.levelOf(example.length()), example);
  }

  /**
   * Checks a restart of a recursive task on everything that its program can meet.
   *
   * @throws IllegalArgumentException when the model or the task cannot be verified
   */
  public static NpiVerification verified(ExperimentModel<?> experiment, float[] row) {
    if (!(experiment.architecture() instanceof NpiArchitecture architecture)) {
      throw new IllegalArgumentException(
          "Model '%s' cannot be verified. The recursive tasks of 'npi' can."
              .formatted(experiment.experiment().model()));
    }
    return architecture.verified(row);
  }
}
