package org.seedbed.sweep;

import java.io.IOException;
import java.util.function.Consumer;
import org.seedbed.experiment.ExperimentFile;
import org.seedbed.files.DamagedFileException;
import org.seedbed.record.RunFolder;
import org.seedbed.record.RunRecords;

/** Reads the committed records of a sweep. Runs on the driver. */
public final class SweepRecords {
  private static final String REMEDY =
      "Remove it and run the sweep with --resume; if that does not help, restore its records from a copy.";

  private SweepRecords() {}

  /** Whether a folder is one of a sweep. */
  public static boolean isSweep(RunFolder run) throws IOException {
    return run.exists(run.sweep());
  }

  /**
   * Returns the plan of a sweep.
   *
   * @throws IllegalArgumentException if the folder is none of a sweep
   */
  public static SweepPlan plan(RunFolder run) throws IOException {
    if (!isSweep(run)) {
      throw new IllegalArgumentException(
          "No sweep in %s: it has no sweep.json. Give the folder of a sweep."
              .formatted(run.root()));
    }
    return run.readJson(run.sweep(), SweepPlan.class);
  }

  /** Returns the stage of a round of a bracket, both from 0. */
  static String stage(int bracket, int round) {
    return "brackets/%02d/rounds/%02d".formatted(bracket, round);
  }

  /**
   * Returns the result of a finished sweep, checked against its records.
   *
   * @throws DamagedFileException if a record is not what follows from the others
   */
  public static SweepLeaderboard leaderboard(RunFolder run) throws IOException {
    return leaderboard(run, record -> {});
  }

  /**
   * Returns the result of a finished sweep, checked against its records, each of which is read
   * once.
   *
   * @param each told every record
   * @throws DamagedFileException if a record is not what follows from the others
   */
  public static SweepLeaderboard leaderboard(RunFolder run, Consumer<SweepRecord> each)
      throws IOException {
    var recorded = recorded(run);
    if (!recorded.equals(computed(run, recorded, each))) {
      throw new DamagedFileException(
          run.settings(), "the result of the recorded outcomes", "another one", REMEDY);
    }
    return recorded;
  }

  private static SweepLeaderboard computed(
      RunFolder run, SweepLeaderboard recorded, Consumer<SweepRecord> each) throws IOException {
    // A sweep that is being extended has its earlier result until it ends.
    var plan = plan(run).at(recorded.brackets(), recorded.rounds());
    var experiment = RunRecords.experiment(run);
    var groups = new SettingGroups(ExperimentFile.write(experiment), plan.settings());
    var costs = run.readJson(run.stepCosts(), StepCosts.class);
    var state = new SweepState(experiment, plan, groups, costs);
    var jobs = new SweepJobs(experiment, plan.settings(), groups, costs);
    for (int bracket = 0; bracket < plan.brackets().size(); bracket++) {
      var taking = plan.ofBracket(bracket);
      int before = 0;
      for (int round = 0; round < plan.sweep().rounds().size(); round++) {
        int seeds = plan.sweep().rounds().get(round);
        for (var job : jobs.of(stage(bracket, round), taking, before, seeds)) {
          var path = run.population(job.stage(), job.number());
          var record = run.readJson(path, SweepRecord.class);
          if (!job.isOf(record)) {
            throw new DamagedFileException(
                path, "the population that the decisions give", "another one", REMEDY);
          }
          state.add(record);
          each.accept(record);
        }
        var decided = state.end(bracket, round, taking);
        checkSame(run, decided);
        taking = decided.continuing();
        before = seeds;
      }
    }
    return state.leaderboard();
  }

  private static SweepLeaderboard recorded(RunFolder run) throws IOException {
    if (!run.exists(run.settings())) {
      throw new IllegalArgumentException(
          "Sweep %s is not finished: it has no settings.json. Continue it with 'seedbed sweep --resume'."
              .formatted(run.root()));
    }
    return run.readJson(run.settings(), SweepLeaderboard.class);
  }

  /** Checks a decision against the recorded one. */
  static void checkSame(RunFolder run, SweepRound decided) throws IOException {
    var path = run.decision(stage(decided.bracket(), decided.round()));
    if (!run.readJson(path, SweepRound.class).equals(decided)) {
      throw new DamagedFileException(
          path, "the decision that its outcomes give", "another one", REMEDY);
    }
  }
}
