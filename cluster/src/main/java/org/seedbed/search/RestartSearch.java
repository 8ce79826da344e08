package org.seedbed.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.seedbed.experiment.DatasetFit;
import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.model.Backend;
import org.seedbed.model.LearningCurve;
import org.seedbed.record.Costs;
import org.seedbed.record.Leaderboard;
import org.seedbed.record.LeaderboardTable;
import org.seedbed.record.PopulationPlan;
import org.seedbed.record.PopulationRecord;
import org.seedbed.record.Provenance;
import org.seedbed.record.Ranking;
import org.seedbed.record.RunFolder;
import org.seedbed.record.RunRecords;
import org.seedbed.record.RungRecord;
import org.seedbed.task.ExampleKey;

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
  private final PopulationTraining training;
  private final long started = System.nanoTime();
  private double earlierSeconds;
  private int earlierSessions;

  private RestartSearch(
      JavaSparkContext spark,
      Experiment experiment,
      RunFolder run,
      SearchListener listener,
      PopulationTraining training) {
    this.spark = spark;
    this.training = training;
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
    DatasetFit.check(model, spark.hadoopConfiguration());
    run.create();
    var decided = Capacity.of(model, slots(spark), listener).applyTo(experiment);
    RunRecords.writeExperiment(run, decided);
    return new RestartSearch(spark, decided, run, listener, PopulationTraining.BY_STEPS);
  }

  /** Number of tasks that Spark runs concurrently. */
  private static int slots(JavaSparkContext spark) {
    int cpus = spark.getConf().getInt("spark.task.cpus", 1);
    return spark.defaultParallelism() / cpus;
  }

  /** Resumes the search that was started in the folder. */
  public static RestartSearch resume(JavaSparkContext spark, RunFolder run, SearchListener listener)
      throws IOException {
    var search =
        new RestartSearch(
            spark, RunRecords.experiment(run), run, listener, PopulationTraining.BY_STEPS);
    DatasetFit.check(search.experiment, spark.hadoopConfiguration());
    return search;
  }

  /** Returns the same search with another way to train populations, such as a simulation. */
  public RestartSearch trainedBy(PopulationTraining other) {
    return new RestartSearch(spark, settings(), run, listener, other);
  }

  /** Runs all rungs, ranks the restarts, then confirms and stores the best. */
  public Leaderboard run() throws IOException {
    var backend = Backend.start(settings().search().threads());
    var provenance = Provenance.of(settings(), spark.version(), backend);
    if (!run.exists(run.provenance())) {
      run.writeJson(run.provenance(), provenance);
    }
    if (run.exists(run.costs())) {
      var earlier = run.readJson(run.costs(), Costs.class);
      earlierSeconds = earlier.wallSeconds();
      earlierSessions = earlier.sessions();
    }
    var layout = settings().search();
    listener.layoutDecided(layout.slots().orElseThrow(), layout.width().orElseThrow());
    var stages = new StageRunner(spark, settings(), run, listener, training);
    var ranking = new Ranking(settings());
    var latest = new HashMap<Long, PopulationRecord>();
    var all = new ArrayList<>(runRungs(stages, ranking, latest));
    var leaderboard = ranking.leaderboard();
    var confirmation = confirm(stages, leaderboard);
    all.addAll(confirmation);
    leaderboard = leaderboard.with(confirmations(confirmation));
    var best = new BestInitializations(experiment, run, provenance);
    int top = Math.min(settings().evaluation().top(), leaderboard.entries().size());
    for (var entry : leaderboard.entries().subList(0, top)) {
      best.store(entry, latest.get(entry.seed()));
    }
    LeaderboardTable.write(run, leaderboard, spark.hadoopConfiguration());
    writeCosts(all, leaderboard.statistics().solved());
    run.writeJson(run.leaderboard(), leaderboard);
    listener.ranked(leaderboard);
    return leaderboard;
  }

  private Experiment settings() {
    return experiment.experiment();
  }

  private List<PopulationRecord> runRungs(
      StageRunner stages, Ranking ranking, Map<Long, PopulationRecord> latest) throws IOException {
    var search = settings().search();
    var all = new ArrayList<PopulationRecord>();
    var curves = new HashMap<Long, List<LearningCurve>>();
    List<Long> alive = settings().seeds().all();
    for (int rung = 0; rung < search.rungs().size() && !alive.isEmpty(); rung++) {
      var jobs = jobsOfRung(rung, alive, latest);
      int before = rung == 0 ? 0 : search.rungs().get(rung - 1);
      listener.stageStarts(
          "rung " + (rung + 1) + " of " + search.rungs().size(),
          alive.size(),
          jobs.size(),
          (long) alive.size() * (search.rungs().get(rung) - before));
      var records = stages.run(jobs);
      records.forEach(record -> record.outcomes().forEach(o -> latest.put(o.seed(), record)));
      ranking.add(records);
      all.addAll(records);
      alive = commit(rung, records, curves).survivors();
      keepCurves(curves, records, alive);
      writeCosts(all, ranking.solved());
    }
    return all;
  }

  /** Adds the curves of a rung, only for the seeds that continue. */
  private static void keepCurves(
      Map<Long, List<LearningCurve>> curves, List<PopulationRecord> records, List<Long> alive) {
    curves.keySet().retainAll(new HashSet<>(alive));
    alive.forEach(seed -> curves.computeIfAbsent(seed, s -> new ArrayList<>()));
    for (var record : records) {
      for (var outcome : record.outcomes()) {
        var own = curves.get(outcome.seed());
        if (own != null) {
          own.add(outcome.curve());
        }
      }
    }
  }

  private List<PopulationJob> jobsOfRung(
      int rung, List<Long> alive, Map<Long, PopulationRecord> latest) {
    var search = settings().search();
    var packed =
        PopulationPlan.pack(alive, search.width().orElseThrow(), search.slots().orElseThrow());
    var jobs = new ArrayList<PopulationJob>();
    for (var seeds : packed) {
      var sources =
          rung == 0
              ? List.<PopulationJob.Source>of()
              : seeds.stream()
                  .map(seed -> PopulationJob.Source.of(latest.get(seed)))
                  .distinct()
                  .toList();
      jobs.add(
          PopulationJob.ofRung(
              RunFolder.rungStage(rung),
              jobs.size(),
              seeds,
              sources,
              search.rungs().get(rung),
              settings().dataSeed()));
    }
    return jobs;
  }

  /** Commits which seeds continue, or reads the decision if it is already committed. */
  private RungRecord commit(
      int rung, List<PopulationRecord> records, Map<Long, List<LearningCurve>> earlier)
      throws IOException {
    var path = run.rung(rung);
    if (run.exists(path)) {
      var decided = run.readJson(path, RungRecord.class);
      listener.rungDone(decided);
      return decided;
    }
    var outcomes = records.stream().flatMap(record -> record.outcomes().stream()).toList();
    var decided = RungDecision.of(settings().search(), rung, outcomes, earlier);
    run.writeJson(path, decided);
    listener.rungDone(decided);
    return decided;
  }

  /** Trains the best initializations again for all steps, with fresh data seeds. */
  private List<PopulationRecord> confirm(StageRunner stages, Leaderboard leaderboard)
      throws IOException {
    var evaluation = settings().evaluation();
    var seeds =
        leaderboard.entries().stream()
            .filter(entry -> entry.outcome() == Leaderboard.Outcome.SOLVED)
            .limit(evaluation.top())
            .map(Leaderboard.Entry::seed)
            .toList();
    if (seeds.isEmpty() || evaluation.confirmations() == 0) {
      return List.of();
    }
    int steps = settings().search().lastStep();
    var jobs = new ArrayList<PopulationJob>();
    for (int i = 0; i < evaluation.confirmations(); i++) {
      long dataSeed = ExampleKey.of("confirmation").with(settings().dataSeed()).with(i).value();
      jobs.add(PopulationJob.ofConfirmation("confirmation", i, seeds, steps, dataSeed));
    }
    listener.stageStarts(
        "confirmation", seeds.size(), jobs.size(), (long) steps * seeds.size() * jobs.size());
    return stages.run(jobs);
  }

  private static Map<Long, Leaderboard.Confirmation> confirmations(List<PopulationRecord> records) {
    var bySeed = new HashMap<Long, Leaderboard.Confirmation>();
    for (var record : records) {
      for (var outcome : record.outcomes()) {
        var one = new Leaderboard.Confirmation(outcome.solved() ? 1 : 0, 1);
        bySeed.merge(
            outcome.seed(),
            one,
            (a, b) -> new Leaderboard.Confirmation(a.solved() + b.solved(), a.tried() + b.tried()));
      }
    }
    return bySeed;
  }

  /** Called after every rung, so that a killed session is counted up to its last completed rung. */
  private void writeCosts(List<PopulationRecord> records, int solved) throws IOException {
    double wallSeconds = earlierSeconds + (System.nanoTime() - started) / 1e9;
    int threads = settings().search().threads();
    run.writeJson(
        run.costs(), Costs.of(records, threads, solved, wallSeconds, earlierSessions + 1));
  }
}
