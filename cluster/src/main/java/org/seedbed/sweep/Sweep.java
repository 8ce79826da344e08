package org.seedbed.sweep;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.ExperimentFile;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.experiment.Seeds;
import org.seedbed.model.Engine;
import org.seedbed.record.RunFolder;
import org.seedbed.record.RunRecords;
import org.seedbed.search.JobRunner;
import org.seedbed.search.RunStart;
import org.seedbed.search.SearchListener;
import org.seedbed.search.StepCost;

/**
 * Runs a sweep from start to end. Every population and every decision is committed before it takes
 * effect, so a killed sweep resumes where it stopped and comes to the same result. Runs on the
 * driver.
 *
 * <pre>{@code
 * SweepLeaderboard leaderboard = Sweep.open(spark, request, run, listener).run();
 * }</pre>
 */
public final class Sweep {
  private final JavaSparkContext spark;
  private final Experiment experiment;
  private final SweepPlan plan;
  private final RunFolder run;
  private final SearchListener listener;
  private final List<RoundListener> rounds;
  private SweepTraining training = SweepTraining.BY_STEPS;
  private final long started = System.nanoTime();
  private double earlierSeconds;
  private int earlierSessions;
  private double kernelSeconds;
  private double taskSeconds;

  private Sweep(
      JavaSparkContext spark,
      Experiment experiment,
      SweepPlan plan,
      RunFolder run,
      SearchListener listener,
      List<RoundListener> rounds) {
    this.spark = spark;
    this.experiment = experiment;
    this.plan = plan;
    this.run = run;
    this.listener = listener;
    this.rounds = List.copyOf(rounds);
  }

  /**
   * Begins a sweep in a folder, or goes on with the one that was begun there.
   *
   * @param listener told of populations
   * @param rounds told of rounds
   * @throws IllegalArgumentException if another sweep was begun there, or a setting is no valid
   *     experiment
   */
  public static Sweep open(
      JavaSparkContext spark,
      SweepFile.Request request,
      RunFolder run,
      SearchListener listener,
      List<RoundListener> rounds)
      throws IOException {
    if (!run.exists(run.experiment())) {
      run.create();
      RunRecords.writeExperiment(run, decided(spark, request, listener));
    }
    var experiment = RunRecords.experiment(run);
    var begun =
        SweepRecords.isSweep(run)
            ? Optional.of(SweepRecords.plan(run))
            : Optional.<SweepPlan>empty();
    var plan = begun.map(request.plan()::goingOn).orElse(request.plan());
    if (!begun.equals(Optional.of(plan))) {
      run.writeJson(run.sweep(), plan);
    }
    return new Sweep(spark, experiment, plan, run, listener, rounds);
  }

  /** Decides engine and layout for the first round, the largest. */
  private static Experiment decided(
      JavaSparkContext spark, SweepFile.Request request, SearchListener listener)
      throws IOException {
    var seeds = request.experiment().seeds();
    int members = request.plan().settings().size() * request.plan().sweep().rounds().get(0);
    var first = request.experiment().withSeeds(new Seeds(seeds.first(), members));
    if (first.engine().isEmpty()) {
      var groups = new SettingGroups(ExperimentFile.write(first), request.plan().settings());
      if (!groups.engines().contains(Engine.JVM)) {
        first = first.on(Optional.of(Engine.PYTORCH));
      }
    }
    return new RunStart(spark, listener).decided(ExperimentModel.of(first)).withSeeds(seeds);
  }

  /** Returns the same sweep with another way to train populations, such as a simulation. */
  public Sweep trainedBy(SweepTraining other) {
    var sweep = new Sweep(spark, experiment, plan, run, listener, rounds);
    sweep.training = other;
    return sweep;
  }

  /** Runs all rounds and writes the result. */
  public SweepLeaderboard run() throws IOException {
    try {
      return race();
    } catch (IOException | RuntimeException e) {
      // A driver that has lost its folder must say that, whatever failed because of it.
      run.checkHeld();
      throw e;
    }
  }

  private SweepLeaderboard race() throws IOException {
    new RunStart(spark, listener).provenance(ExperimentModel.of(experiment), run, Optional.empty());
    if (run.exists(run.costs())) {
      var before = run.readJson(run.costs(), SweepCosts.class);
      earlierSeconds = before.wallSeconds();
      earlierSessions = before.sessions();
    }
    var groups = new SettingGroups(ExperimentFile.write(experiment), plan.settings());
    note(groups);
    var costs = costs(groups);
    var state = new SweepState(experiment, plan, groups, costs);
    var jobs = new SweepJobs(experiment, plan.settings(), groups, costs);
    var ends = plan.sweep().rounds();
    for (int bracket = 0; bracket < plan.brackets().size(); bracket++) {
      var taking = plan.ofBracket(bracket);
      int before = 0;
      for (int round = 0; round < ends.size(); round++) {
        String stage = SweepRecords.stage(bracket, round);
        starts(bracket, round, taking.size());
        train(
            stage, "round " + (round + 1), jobs.of(stage, taking, before, ends.get(round)), state);
        taking = commit(state.end(bracket, round, taking)).continuing();
        before = ends.get(round);
        writeCosts();
      }
    }
    return write(state.leaderboard());
  }

  private void note(SettingGroups groups) {
    int count = plan.settings().size() - 1;
    listener.note(
        "%,d settings beside the default, %s"
            .formatted(
                count,
                groups.count() == 1
                    ? "which ride in the same populations"
                    : "of which those of the same shapes ride together: %,d groups"
                        .formatted(groups.count())));
    boolean fewer = !plan.sweep().method().hasOwnCount() && count < plan.sweep().settings();
    if (fewer) {
      listener.note(
          "The space has no more than these; sweep.settings asks for %,d."
              .formatted(plan.sweep().settings()));
    }
  }

  /** Measures what was not measured before: settings that were added later have further kinds. */
  private StepCosts costs(SettingGroups groups) throws IOException {
    var seconds = new ArrayList<Double>();
    if (run.exists(run.stepCosts())) {
      seconds.addAll(run.readJson(run.stepCosts(), StepCosts.class).coreSeconds());
    }
    var kinds = groups.kinds();
    if (seconds.size() < kinds.size()) {
      listener.note(
          "measuring what a step of a seed costs, for %,d shapes"
              .formatted(kinds.size() - seconds.size()));
      ExperimentModel.of(kinds.get(0)).startBackend();
      seconds.addAll(StepCost.coreSeconds(kinds.subList(seconds.size(), kinds.size())));
      run.writeJson(run.stepCosts(), new StepCosts(seconds));
    }
    listener.note(
        "a step of a seed costs %.2f to %.2f ms"
            .formatted(1e3 * Collections.min(seconds), 1e3 * Collections.max(seconds)));
    return new StepCosts(seconds);
  }

  private void starts(int bracket, int round, int settings) {
    int count = plan.sweep().rounds().size();
    rounds.forEach(one -> one.roundStarts(bracket, round, count, settings));
  }

  private void train(String stage, String name, List<SweepJob> jobs, SweepState state)
      throws IOException {
    int members = jobs.stream().mapToInt(job -> job.seeds().size()).sum();
    listener.stageStarts(
        name,
        members,
        jobs.size(),
        jobs.stream().mapToLong(job -> (long) job.untilStep() * job.seeds().size()).sum());
    var runner =
        new JobRunner<>(
            spark,
            run,
            stage,
            new JobRunner.Records<>(SweepRecord.class, SweepJob::number, SweepJob::isOf));
    var open = new ArrayList<>(jobs);
    for (var record : runner.committed(jobs, listener::note)) {
      open.removeIf(job -> job.number() == record.number());
      add(state, record, true);
    }
    if (!open.isEmpty()) {
      String yaml = ExperimentFile.write(experiment);
      var trainedBy = training;
      runner.run(
          open,
          (job, folder, hadoop, seedSteps) -> {
            var record = trainedBy.train(job, yaml, folder, hadoop, seedSteps);
            folder.writeJson(folder.population(job.stage(), job.number()), record);
            return job.number();
          },
          listener::seedStepsInTraining,
          record -> {
            add(state, record, false);
            return false;
          });
    }
  }

  private void add(SweepState state, SweepRecord record, boolean resumed) {
    state.add(record);
    kernelSeconds += record.kernelSeconds();
    taskSeconds += record.wallSeconds();
    listener.populationDone(record, resumed);
  }

  private SweepRound commit(SweepRound decided) throws IOException {
    var path = run.decision(SweepRecords.stage(decided.bracket(), decided.round()));
    if (run.exists(path)) {
      SweepRecords.checkSame(run, decided);
    } else {
      run.writeJson(path, decided);
    }
    rounds.forEach(one -> one.roundDone(decided));
    return decided;
  }

  private SweepLeaderboard write(SweepLeaderboard leaderboard) throws IOException {
    var best = plan.settings().get(leaderboard.entries().get(0).setting());
    run.write(run.bestSetting(), plan.experiment(best).getBytes(StandardCharsets.UTF_8));
    run.writeJson(run.settings(), leaderboard);
    if (!leaderboard.hasSolved()) {
      listener.note(
          "No seed of any setting solved the task: the order is that of held-out examples.");
    } else if (best.number() == 0) {
      listener.note("No setting is better than the default.");
    }
    rounds.forEach(one -> one.swept(leaderboard));
    return leaderboard;
  }

  /** Called after every round, so that a killed session is counted up to its last one. */
  private void writeCosts() throws IOException {
    int threads = experiment.search().threads();
    run.writeJson(
        run.costs(),
        new SweepCosts(
            earlierSeconds + (System.nanoTime() - started) / 1e9,
            earlierSessions + 1,
            threads * kernelSeconds,
            threads * taskSeconds));
  }
}
