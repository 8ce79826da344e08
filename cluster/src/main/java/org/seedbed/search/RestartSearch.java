package org.seedbed.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.seedbed.experiment.DatasetFit;
import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.files.DamagedFileException;
import org.seedbed.record.Costs;
import org.seedbed.record.Leaderboard;
import org.seedbed.record.LeaderboardTable;
import org.seedbed.record.PopulationPlan;
import org.seedbed.record.PopulationRecord;
import org.seedbed.record.RunFolder;
import org.seedbed.record.RunRecords;
import org.seedbed.record.RungRecord;

/**
 * Runs a search from start to end: rungs, ranking, confirmation, storage. Every decision is
 * committed before it takes effect, so a killed search resumes where it stopped. Runs on the
 * driver.
 *
 * <pre>{@code
 * var search = RestartSearch.start(spark, experiment, run, listener); // or resume(...)
 * Leaderboard leaderboard = search.run();
 * }</pre>
 */
public final class RestartSearch {
  private final JavaSparkContext spark;
  private final ExperimentModel<?> experiment;
  private final RunFolder run;
  private final SearchListener listener;
  private PopulationTraining training = PopulationTraining.BY_STEPS;
  private Optional<String> dataset = Optional.empty();
  private final long started = System.nanoTime();
  private double earlierSeconds;
  private int earlierSessions;

  private RestartSearch(
      JavaSparkContext spark, Experiment experiment, RunFolder run, SearchListener listener) {
    this.spark = spark;
    this.experiment = ExperimentModel.of(experiment);
    this.run = run;
    this.listener = listener;
  }

  /**
   * Starts a search in a new run folder. Decides the layout that the experiment leaves open and
   * writes the complete experiment to the folder.
   *
   * @throws IllegalArgumentException if the experiment cannot run as configured
   */
  public static RestartSearch start(
      JavaSparkContext spark, Experiment experiment, RunFolder run, SearchListener listener)
      throws IOException {
    var model = ExperimentModel.of(experiment);
    var dataset = DatasetFit.check(model, spark.hadoopConfiguration());
    run.create();
    var decided = new RunStart(spark, listener).decided(model);
    RunRecords.writeExperiment(run, decided);
    return new RestartSearch(spark, decided, run, listener).on(dataset);
  }

  /** Sets the digest of the dataset's examples. */
  private RestartSearch on(Optional<String> examples) {
    dataset = examples;
    return this;
  }

  /** Resumes the search that was started in the folder. */
  public static RestartSearch resume(JavaSparkContext spark, RunFolder run, SearchListener listener)
      throws IOException {
    var search = new RestartSearch(spark, RunRecords.experiment(run), run, listener);
    return search.on(DatasetFit.check(search.experiment, spark.hadoopConfiguration()));
  }

  /** Returns the same search with another way to train populations, such as a simulation. */
  public RestartSearch trainedBy(PopulationTraining other) {
    var search = new RestartSearch(spark, settings(), run, listener).on(dataset);
    search.training = other;
    return search;
  }

  /** Runs all rungs, ranks the restarts, then confirms and stores the best. */
  public Leaderboard run() throws IOException {
    try {
      return search();
    } catch (IOException | RuntimeException e) {
      // A driver that has lost its folder must say that, whatever failed because of it.
      run.checkHeld();
      throw e;
    }
  }

  private Leaderboard search() throws IOException {
    var provenance = new RunStart(spark, listener).provenance(experiment, run, dataset);
    if (run.exists(run.costs())) {
      var earlier = run.readJson(run.costs(), Costs.class);
      earlierSeconds = earlier.wallSeconds();
      earlierSessions = earlier.sessions();
    }
    var stages = new StageRunner(spark, settings(), run, listener, training);
    var decisions = new SearchDecisions(settings());
    var all = new ArrayList<>(runRungs(stages, decisions));
    all.addAll(trainOn(stages, decisions));
    var ranked = decisions.leaderboard();
    var confirmation = decisions.confirmation(ranked);
    all.addAll(confirm(stages, RunFolder.CONFIRMATION, confirmation));
    var leaderboard = ranked.with(confirmation.ofCandidates(), confirmation.ofControls());
    checkRecorded(leaderboard);
    var best = new BestInitializations(experiment, run, provenance);
    var effect = leaderboard.confirmationEffect();
    for (var entry : leaderboard.best()) {
      best.store(entry, decisions.latest(entry.seed()), effect);
    }
    LeaderboardTable.write(run, leaderboard, spark.hadoopConfiguration());
    writeCosts(all, leaderboard.statistics().solved());
    run.writeJson(run.leaderboard(), leaderboard);
    listener.ranked(leaderboard);
    return leaderboard;
  }

  /** A finished search that is resumed must come to the recorded result. */
  private void checkRecorded(Leaderboard leaderboard) throws IOException {
    if (run.exists(run.leaderboard())) {
      try {
        RunIntegrity.checkLeaderboard(run, leaderboard);
      } catch (DamagedFileException e) {
        listener.note(e.getMessage() + " Writing it again now.");
      }
    }
  }

  private Experiment settings() {
    return experiment.experiment();
  }

  private List<PopulationRecord> runRungs(StageRunner stages, SearchDecisions decisions)
      throws IOException {
    var ends = settings().search().ends();
    var all = new ArrayList<PopulationRecord>();
    List<Long> alive = settings().seeds().all();
    for (int rung = 0; rung < ends.size() && !alive.isEmpty(); rung++) {
      var planned = PopulationPlan.of(settings(), rung, alive);
      var jobs = jobsOfRung(rung, planned, decisions);
      int before = rung == 0 ? 0 : ends.get(rung - 1);
      listener.stageStarts(
          "rung " + (rung + 1) + " of " + ends.size(),
          alive.size(),
          jobs.size(),
          planned.stream()
              .mapToLong(p -> (long) p.seeds().size() * (p.untilStep() - before))
              .sum());
      var records = stages.run(jobs, first -> decisions.isEnough(first, planned));
      all.addAll(records);
      var decided = commit(decisions.add(rung, records));
      alive = decided.alive();
      var confirmation = decisions.confirmationAfter(rung);
      if (confirmation.isPresent()) {
        String stage = RunFolder.confirmationAfter(rung);
        all.addAll(confirm(stages, stage, confirmation.get()));
        decisions.stopIfConfirmed(confirmation.get(), decided);
      }
      writeCosts(all, decisions.solved());
      if (decisions.isStopped()) {
        listener.note("search.stop is reached after rung " + (rung + 1));
        break;
      }
    }
    return all;
  }

  private List<PopulationJob> jobsOfRung(
      int rung, List<PopulationPlan.Planned> planned, SearchDecisions decisions) {
    var jobs = new ArrayList<PopulationJob>();
    for (var population : planned) {
      var sources =
          rung == 0
              ? List.<PopulationJob.Source>of()
              : population.seeds().stream()
                  .map(seed -> PopulationJob.Source.of(decisions.latest(seed)))
                  .distinct()
                  .toList();
      jobs.add(
          PopulationJob.ofRung(
              RunFolder.rungStage(rung),
              jobs.size(),
              population.seeds(),
              sources,
              population.untilStep(),
              settings().dataSeed()));
    }
    return jobs;
  }

  /**
   * Commits which seeds continue. A decision that is already committed must be the same: only a
   * damaged record, or another version of the rule, gives another one.
   */
  private RungRecord commit(RungRecord decided) throws IOException {
    var path = run.rung(decided.rung());
    if (run.exists(path)) {
      var recorded = run.readJson(path, RungRecord.class);
      RunIntegrity.checkSame(path, "the decision that its outcomes give", recorded, decided);
    } else {
      run.writeJson(path, decided);
    }
    listener.rungDone(decided);
    return decided;
  }

  /** Trains the best solved restarts on to the last step. */
  private List<PopulationRecord> trainOn(StageRunner stages, SearchDecisions decisions)
      throws IOException {
    int lastStep = settings().search().lastStep();
    var jobs = new ArrayList<PopulationJob>();
    long seedSteps = 0;
    int seeds = 0;
    for (var further : decisions.further(decisions.leaderboard())) {
      var sources =
          further.seeds().stream()
              .map(seed -> PopulationJob.Source.of(decisions.latest(seed)))
              .distinct()
              .toList();
      jobs.add(
          PopulationJob.ofFurtherTraining(
              jobs.size(), further.seeds(), sources, lastStep, settings().dataSeed()));
      seeds += further.seeds().size();
      seedSteps += further.seeds().size() * (lastStep - further.parkedAt());
    }
    if (jobs.isEmpty()) {
      return List.of();
    }
    listener.stageStarts("further training", seeds, jobs.size(), seedSteps);
    var records = stages.run(jobs);
    decisions.addFurther(records);
    return records;
  }

  /** Trains the best initializations again for all steps, with fresh data seeds. */
  private List<PopulationRecord> confirm(
      StageRunner stages, String stage, ConfirmationRounds rounds) throws IOException {
    int steps = settings().search().lastStep();
    var all = new ArrayList<PopulationRecord>();
    for (var phase = rounds.next(); !phase.isEmpty(); phase = rounds.next()) {
      var jobs =
          phase.stream()
              .map(
                  round ->
                      PopulationJob.ofConfirmation(
                          stage, round.number(), round.seeds(), steps, round.dataSeed()))
              .toList();
      int trained = jobs.stream().mapToInt(job -> job.seeds().size()).sum();
      listener.stageStarts("confirmation", trained, jobs.size(), (long) steps * trained);
      var records = stages.run(jobs);
      rounds.add(records);
      all.addAll(records);
    }
    return all;
  }

  /** Called after every rung, so that a killed session is counted up to its last completed rung. */
  private void writeCosts(List<PopulationRecord> records, int solved) throws IOException {
    double wallSeconds = earlierSeconds + (System.nanoTime() - started) / 1e9;
    int threads = settings().search().threads();
    run.writeJson(
        run.costs(), Costs.of(records, threads, solved, wallSeconds, earlierSessions + 1));
  }
}
