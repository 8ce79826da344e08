package org.seedbed.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.ExperimentFile;
import org.seedbed.record.CrossedResult;
import org.seedbed.record.Leaderboard;
import org.seedbed.record.Leaderboard.Outcome;
import org.seedbed.record.PopulationResult;
import org.seedbed.record.RunComparison;
import org.seedbed.record.RunFolder;
import org.seedbed.record.RunRecords;
import org.seedbed.record.ShareOfTask;

/** Searches of hundreds of seeds, on Spark: control arms, parking, cutoffs, stops, crosses. */
class ChainSearchIT extends LocalSearches {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "model", "boolean-chain",
          "seeds.count", "200",
          "search.rungs", "[50, 100, 200]",
          "search.width", "25",
          "search.slots", "2",
          "evaluation.lengths", "[1, 2]",
          "evaluation.top", "3");

  private static Experiment experiment(String... more) {
    return experiment(SETTINGS, more);
  }

  private Leaderboard search(String name, Experiment experiment) throws IOException {
    var leaderboard =
        RestartSearch.start(spark, experiment, run(name), SearchListener.SILENT).run();
    RunIntegrity.check(run(name));
    return leaderboard;
  }

  private Leaderboard resumed(String name) throws IOException {
    var leaderboard = RestartSearch.resume(spark, run(name), SearchListener.SILENT).run();
    RunIntegrity.check(run(name));
    return leaderboard;
  }

  @Test
  void controlsTrainOnAndSolvedSeedsAreParked() throws IOException {
    var leaderboard = search("controlled", experiment());
    var arm = leaderboard.experiment().controls();
    assertThat(arm).hasSize(20);
    var entries = leaderboard.entries();
    assertThat(entries).filteredOn(e -> e.prunedAt().isPresent()).isNotEmpty();
    for (var entry : entries) {
      if (entry.prunedAt().isPresent()) {
        assertThat(arm).contains(entry.seed());
        assertThat(entry.steps()).isGreaterThan(entry.prunedAt().get());
      }
      if (arm.contains(entry.seed())) {
        assertThat(entry.outcome()).isNotEqualTo(Outcome.PRUNED);
      }
      if (entry.outcome() == Outcome.SOLVED) {
        assertThat(entry.stepsToSolve().orElseThrow()).isLessThanOrEqualTo(entry.steps());
      }
    }
    // Those that were not chosen to train on stay where they solved it.
    assertThat(entries.subList(3, 20))
        .allSatisfy(e -> assertThat(e.stepsToSolve()).contains(e.steps()));
    assertThat(ShareOfTask.of(leaderboard).controlled()).isPresent();
  }

  @Test
  void resultsDoNotDependOnTheLayout() throws IOException {
    var narrow = search("narrow", experiment("search.width", "7"));
    var wide = search("wide", experiment("search.width", "60", "search.slots", "1"));
    assertThat(wide.entries()).isEqualTo(narrow.entries());
    assertThat(wide.controls()).isEqualTo(narrow.controls());
  }

  @ParameterizedTest
  @ValueSource(strings = {"equal", "successive-rejects", "kl-lucb"})
  void aKilledSearchEndsWithTheSameLeaderboard(String rule) throws IOException {
    String[] settings = {
      "evaluation.confirmation", rule, "evaluation.confirmations", "4", "evaluation.top", "10"
    };
    var calm = search("calm-" + rule, experiment(settings));
    search("hurt-" + rule, experiment(settings));
    var hurt = run("hurt-" + rule);
    hurt.remove(hurt.leaderboard());
    hurt.remove(hurt.rung(1));
    hurt.remove(hurt.population("rungs/01", 0));
    hurt.remove(hurt.population(RunFolder.CONFIRMATION, 0));
    hurt.remove(hurt.population(RunFolder.CONFIRMATION, 2));
    assertThat(resumed("hurt-" + rule)).isEqualTo(calm);
    assertThat(calm.confirmationEffect()).isPresent();
    // Data says nothing to a chain, so its initialization decides, and the best are known.
    assertThat(calm.confirmationEffect().orElseThrow().initializationsDiffer()).isTrue();
    assertThat(calm.entries().get(0).belief().orElseThrow().better()).isGreaterThan(0.9);
  }

  @Test
  void furtherTrainingIsResumedAndReplayed() throws IOException {
    // A task that is soon solved at length 1, and hardly ever right at length 50.
    var experiment =
        ExperimentFile.read(
            "",
            Map.of(
                "model", "nram",
                "seeds.count", "8",
                "curriculum.lastLevel", "1",
                "curriculum.widenings", "0",
                "search.rungs", "[150, 400]",
                "search.width", "4",
                "search.slots", "2",
                "evaluation.lengths", "[1, 50]",
                "evaluation.examples", "64",
                "evaluation.confirmations", "0"));
    var calm = search("on", experiment);
    var further = RunRecords.of(run("on"), RunFolder.FURTHER);
    assertThat(further).isNotEmpty().allMatch(record -> record.step() == 400);
    for (var entry : calm.best()) {
      assertThat(entry.outcome()).isEqualTo(Outcome.SOLVED);
    }
    var hurt = run("on");
    hurt.remove(hurt.leaderboard());
    hurt.remove(hurt.population(RunFolder.FURTHER, 0));
    assertThat(resumed("on")).isEqualTo(calm);
    long seed = further.get(0).seeds().get(0);
    assertThat(new Replay(run("on"), new Configuration()).replay(seed))
        .allMatch(Replay.ReplayedRung::agrees)
        .extracting(Replay.ReplayedRung::stage)
        .endsWith("further training");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fixed-cutoff", "luby"})
  void cutoffsNeedNoRungs(String rule) throws IOException {
    var calm = search(rule, experiment("search.pruning.rule", rule, "search.rungs", "[400]"));
    var cut = calm.entries().stream().filter(e -> e.outcome() == Outcome.PRUNED).toList();
    assertThat(cut)
        .isNotEmpty()
        .allSatisfy(
            e ->
                assertThat(calm.experiment().search().cutoff(e.seed()).getAsInt())
                    .isEqualTo((int) e.steps()));
    assertThat(RunRecords.rungs(run(rule))).hasSize(1);
    var hurt = run(rule);
    hurt.remove(hurt.leaderboard());
    hurt.remove(hurt.population("rungs/00", 1));
    assertThat(resumed(rule)).isEqualTo(calm);
    assertThat(new Replay(run(rule), new Configuration()).replay(7))
        .isNotEmpty()
        .allMatch(Replay.ReplayedRung::agrees);
  }

  @Test
  void aSearchStopsWhenEnoughAreSolved() throws IOException {
    String[] settings = {
      "search.pruning.rule", "fixed-cutoff", "search.stop.solved", "20", "search.width", "10"
    };
    var calm = search("stopped", experiment(settings));
    assertThat(calm.statistics().solved()).isGreaterThanOrEqualTo(20);
    assertThat(calm.statistics().seeds()).isLessThan(200);
    // Whole waves: the seeds are the first ones.
    var seeds = calm.entries().stream().map(Leaderboard.Entry::seed).sorted().toList();
    assertThat(seeds).hasSize((int) (seeds.get(seeds.size() - 1) + 1));
    assertThat(seeds.size() % 20).isZero();
    var hurt = run("stopped");
    hurt.remove(hurt.leaderboard());
    hurt.remove(hurt.population("rungs/00", 0));
    assertThat(resumed("stopped")).isEqualTo(calm);
  }

  @Test
  void aSearchWithRungsStopsAfterOne() throws IOException {
    var stopped = search("one-rung", experiment("search.stop.solved", "1"));
    assertThat(RunRecords.rungs(run("one-rung"))).hasSize(1);
    assertThat(stopped.entries())
        .filteredOn(e -> e.outcome() == Outcome.UNSOLVED)
        .isNotEmpty()
        .allMatch(e -> e.steps() == 50);
    // Nobody trained on after the stop, so nobody was pruned, and no control outlived it.
    assertThat(stopped.entries()).allMatch(e -> e.prunedAt().isEmpty());
    assertThat(stopped.entries()).noneMatch(e -> e.outcome() == Outcome.PRUNED);
    assertThatThrownBy(() -> RecordedCurves.read(List.of(run("one-rung"))))
        .hasMessageContaining("was stopped before its last step");
    var spent = search("budget", experiment("search.stop.coreSeconds", "0.000001"));
    assertThat(spent.entries()).isEqualTo(stopped.entries());
  }

  @Test
  void aSearchStopsWhenEnoughAreConfirmed() throws IOException {
    // A chain that solved its task once solves it always.
    String[] settings = {"search.stop.confirmed", "3", "evaluation.confirmations", "2"};
    var calm = search("confirmed", experiment(settings));
    assertThat(RunRecords.rungs(run("confirmed"))).hasSize(1);
    assertThat(calm.entries()).noneMatch(e -> e.outcome() == Outcome.PRUNED);
    assertThat(calm.entries().subList(0, 3)).allMatch(e -> e.confirmed() == 2);
    var hurt = run("confirmed");
    hurt.remove(hurt.leaderboard());
    hurt.remove(hurt.population(RunFolder.confirmationAfter(0), 1));
    hurt.remove(hurt.rung(0));
    assertThat(resumed("confirmed")).isEqualTo(calm);
    // More than are tried are never confirmed, so all rungs are run.
    search("unconfirmed", experiment("search.stop.confirmed", "4"));
    assertThat(RunRecords.rungs(run("unconfirmed"))).hasSize(3);
    assertThatThrownBy(
            () -> experiment("search.stop.confirmed", "4", "search.pruning.rule", "luby"))
        .hasMessageContaining("search.stop.confirmed is 4")
        .hasMessageContaining("'luby' has no rungs");
  }

  @Test
  void aCrossIsResumedAndGrows() throws IOException {
    var asked = experiment("seeds.count", "24");
    var crossed = asked.with(asked.search().unpruned());
    CrossedResult eight;
    try (var session = RunSession.open(run("cross"), crossed, false, why -> {})) {
      eight = session.cross(spark, SearchListener.SILENT).run(8);
    }
    assertThat(eight.rows()).hasSize(24).allMatch(row -> row.solved().size() == 8);
    assertThat(eight.effects().initializationPvalue()).isLessThan(0.001);
    assertThat(eight.effects().correlation()).isGreaterThan(0.9);
    assertThat(eight.meaning()).startsWith("The initialization matters");
    var hurt = run("cross");
    hurt.remove(hurt.crossed());
    hurt.remove(hurt.population(RunFolder.CROSS, 3));
    var trained = new ArrayList<Integer>();
    var listener =
        new SearchListener() {
          @Override
          public void populationDone(PopulationResult record, boolean resumed) {
            if (!resumed) {
              trained.add(record.number());
            }
          }
        };
    try (var session = RunSession.open(run("cross"), crossed, true, why -> {})) {
      assertThat(session.cross(spark, listener).run(8)).isEqualTo(eight);
      assertThat(trained).containsExactly(3);
      var ten = session.cross(spark, listener).run(10);
      assertThat(ten.rows().get(0).solved().subList(0, 8)).isEqualTo(eight.rows().get(0).solved());
    }
    var another = crossed.withSeeds(new org.seedbed.experiment.Seeds(1, 24));
    assertThatThrownBy(() -> RunSession.open(run("cross"), another, true, why -> {}))
        .hasMessageContaining("begun with another experiment");
  }

  @Test
  void runsAreComparedOnCommonSeeds() throws IOException {
    search("base", experiment("search.pruning.rule", "none"));
    search("flat", experiment("search.pruning.rule", "none", "booleanChain.initialScale", "0.01"));
    var base = RunComparison.Side.read(run("base"));
    var one = RunComparison.of(base, RunComparison.Side.read(run("flat")), 1);
    assertThat(one.seeds()).isEqualTo(200);
    // From nearly even chances x₀ = 0 spreads along the chain, and most seeds solve it.
    assertThat(one.difference().low()).isGreaterThan(0);
    assertThat(one.cost().orElseThrow().high()).isLessThan(1);
    search("pruned", experiment());
    var pruned = RunComparison.of(base, RunComparison.Side.read(run("pruned")), 1);
    assertThat(pruned.seeds()).isEqualTo(20);
    assertThat(pruned.difference().difference()).isZero();
  }

  @Test
  void curvesOfARunCanBePlanned() throws IOException {
    search("planned", experiment());
    var recorded = RecordedCurves.read(List.of(run("planned")));
    assertThat(recorded.seeds()).hasSizeBetween(100, 200);
    double weights = recorded.seeds().stream().mapToDouble(s -> s.weight()).sum();
    assertThat(weights).isBetween(199.9, 200.1);
    search("uncontrolled", experiment("search.control", "0"));
    assertThatThrownBy(() -> RecordedCurves.read(List.of(run("uncontrolled"))))
        .hasMessageContaining("pruned seeds and has no control arm");
    assertThatThrownBy(
            () -> {
              search("other", experiment("task", "chain-6"));
              RecordedCurves.read(List.of(run("planned"), run("other")));
            })
        .hasMessageContaining("another experiment");
  }
}
