package org.seedbed.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.seedbed.experiment.ExperimentFile;
import org.seedbed.files.DamagedFileException;
import org.seedbed.record.PopulationRecord;
import org.seedbed.record.PopulationResult;
import org.seedbed.record.RunFolder;
import org.seedbed.record.RunRecords;
import org.seedbed.record.SeedOutcome;
import org.seedbed.search.LocalSearches;
import org.seedbed.search.RestartSearch;
import org.seedbed.search.SearchListener;

/** Sweeps on chains, which train in a moment. */
class SweepIT extends LocalSearches {
  private static final String FILE =
      """
      model: boolean-chain
      task: terpret/chain-6
      dataSeed: 3
      seeds: {first: 10, count: 32}
      search: {rungs: [100, 200], width: 24, slots: 2}
      space:
        training.adam.learningRate: {loguniform: [0.001, 0.5]}
        training.adam.beta2: {uniform: [0.5, 0.99]}
        booleanChain.initialScale: [1, 2]
      sweep: {settings: 12, rounds: [4, 8, 16]}
      """;

  private static SweepFile.Request request(String... more) {
    var settings = new HashMap<String, String>();
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return SweepFile.read(FILE, Map.of(), settings, note -> {});
  }

  private static SweepLeaderboard sweep(RunFolder run, SweepFile.Request request)
      throws IOException {
    return Sweep.open(spark, request, run, SearchListener.SILENT, List.of()).run();
  }

  private static List<SweepRecord> records(RunFolder run) throws IOException {
    var records = new ArrayList<SweepRecord>();
    SweepRecords.leaderboard(run, records::add);
    return records;
  }

  @Test
  void settingsTrainAsSeparateSearchesDo() throws IOException {
    var run = run("sweep");
    var leaderboard = sweep(run, request());
    assertThat(leaderboard.entries()).hasSize(13);
    assertThat(leaderboard.entries().get(0).result().tried()).isEqualTo(16);
    assertThat(leaderboard.ofDefault().result().tried()).isEqualTo(16);
    var plan = SweepRecords.plan(run);
    var digests = new HashMap<Integer, Map<Long, String>>();
    for (var record : records(run)) {
      for (int k = 0; k < record.outcomes().size(); k++) {
        var outcome = record.outcomes().get(k);
        digests
            .computeIfAbsent(record.settings().get(k), s -> new HashMap<>())
            .put(outcome.seed(), outcome.parametersSha256());
      }
    }
    for (var entry : leaderboard.entries().subList(0, 4)) {
      var values = new HashMap<>(entry.values());
      int tried = entry.result().tried();
      values.putAll(
          Map.of(
              "seeds.first", "10",
              "seeds.count", String.valueOf(tried),
              "search.rungs", "[200]",
              "search.pruning.rule", "none",
              "search.control", "0",
              "search.solved", "park",
              "evaluation.top", "0"));
      var experiment =
          ExperimentFile.read(plan.experiment(plan.settings().get(entry.setting())), values);
      var alone = run("alone-" + entry.setting());
      RestartSearch.start(spark, experiment, alone, SearchListener.SILENT).run();
      var apart = new HashMap<Long, String>();
      for (PopulationRecord record : RunRecords.of(alone, RunFolder.rungStage(0))) {
        record.outcomes().forEach(o -> apart.put(o.seed(), o.parametersSha256()));
      }
      assertThat(apart).hasSize(tried).isEqualTo(digests.get(entry.setting()));
      assertThat(entry.result().solved())
          .isEqualTo(
              RunRecords.of(alone, RunFolder.rungStage(0)).stream()
                  .flatMap(record -> record.outcomes().stream())
                  .filter(SeedOutcome::solved)
                  .count());
    }
    assertThat(records(run).stream().filter(r -> r.settings().stream().distinct().count() > 1))
        .as("populations of several settings")
        .isNotEmpty();
  }

  @Test
  void aSweepThatLostRecordsComesToTheSameResult() throws IOException {
    var run = run("sweep");
    sweep(run, request());
    byte[] expected = run.read(run.settings());
    String last = SweepRecords.stage(0, 2);
    run.remove(run.settings());
    run.remove(run.decision(SweepRecords.stage(0, 1)));
    run.remove(run.stage(last));
    run.remove(run.population(SweepRecords.stage(0, 0), 1));
    var trained = new ArrayList<Integer>();
    Sweep.open(
            spark,
            request(),
            run,
            new SearchListener() {
              @Override
              public void populationDone(PopulationResult result, boolean resumed) {
                if (!resumed) {
                  trained.add(result.number());
                }
              }
            },
            List.of())
        .run();
    assertThat(run.read(run.settings())).isEqualTo(expected);
    assertThat(trained).hasSize(1 + run.names(run.stage(last)).size() - 1);
    assertThat(SweepRecords.leaderboard(run)).isEqualTo(sweep(run, request()));
  }

  @Test
  void budgetIsAddedToAFinishedSweep() throws IOException {
    var run = run("sweep");
    var before = sweep(run, request());
    var plan = SweepRecords.plan(run);
    var longer = plan.extended(OptionalInt.of(18), OptionalInt.of(24));
    var more = SweepFile.request(longer);
    // What was found before is read until the extension ends.
    run.writeJson(run.sweep(), longer);
    assertThat(SweepRecords.leaderboard(run)).isEqualTo(before);
    var after = sweep(run, more);
    assertThat(longer.extended(OptionalInt.of(18), OptionalInt.of(24))).isEqualTo(longer);
    assertThat(after.entries()).hasSize(19);
    assertThat(after.entries().get(0).result().tried()).isEqualTo(24);
    assertThat(after.seedsTrained()).isGreaterThan(before.seedsTrained());
    // What was asked for first goes on with what was added since.
    assertThat(sweep(run, request())).isEqualTo(after);
    assertThat(plan.settings()).isEqualTo(SweepRecords.plan(run).settings().subList(0, 13));
    assertThat(SweepRecords.plan(run).brackets()).containsExactly(12, 6);
    // As does a file that asks for more settings.
    assertThat(sweep(run, request("sweep.settings", "20")).entries()).hasSize(21);
    assertThat(SweepRecords.plan(run).brackets()).containsExactly(12, 6, 2);
    assertThatThrownBy(() -> longer.extended(OptionalInt.of(3), OptionalInt.empty()))
        .hasMessageContaining("fewer than the 18");
  }

  @Test
  void anotherSweepIsRefused() throws IOException {
    var run = run("sweep");
    sweep(run, request("sweep.rounds", "[2]"));
    assertThatThrownBy(() -> sweep(run, request("sweep.rounds", "[3]")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sweep.rounds");
    assertThatThrownBy(() -> sweep(run, request("sweep.keep", "0.4")))
        .hasMessageContaining("sweep.keep");
  }

  @Test
  void aChangedRecordIsFound() throws IOException {
    var run = run("sweep");
    sweep(run, request("sweep.rounds", "[2]"));
    var path = run.population(SweepRecords.stage(0, 0), 0);
    var record = run.readJson(path, SweepRecord.class);
    var other = run.readJson(run.population(SweepRecords.stage(0, 0), 1), SweepRecord.class);
    run.writeJson(
        path,
        new SweepRecord(
            record.stage(),
            0,
            record.step(),
            other.settings(),
            other.outcomes(),
            other.work(),
            1,
            1));
    assertThatThrownBy(() -> SweepRecords.leaderboard(run))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("population-000");
  }

  @Test
  void theBestSettingIsAnExperiment() throws IOException {
    var run = run("sweep");
    var leaderboard = sweep(run, request("sweep.rounds", "[4]"));
    var yaml = new String(run.read(run.bestSetting()), StandardCharsets.UTF_8);
    var best = ExperimentFile.read(yaml, Map.of());
    assertThat(best.search().rungs()).containsExactly(100, 200);
    assertThat(best.seeds().first()).isEqualTo(14);
    assertThat(best.seeds().count()).isEqualTo(32);
    var values = leaderboard.entries().get(0).values();
    if (values.containsKey("training.adam.learningRate")) {
      assertThat(best.training().adam().learningRate())
          .isEqualTo(Double.parseDouble(values.get("training.adam.learningRate")));
    }
  }

  @Test
  void aSeedOfASettingIsReplayed() throws IOException {
    var run = run("sweep");
    sweep(run, request("sweep.rounds", "[2]"));
    var hadoop = new Configuration();
    var replayed = SweepReplay.replay(run, hadoop, 5, 11);
    assertThat(replayed.agrees()).isTrue();
    assertThat(replayed.recorded()).isNotEqualTo(SweepReplay.replay(run, hadoop, 4, 11).recorded());
    assertThatThrownBy(() -> SweepReplay.replay(run, hadoop, 5, 12))
        .hasMessageContaining("did not train seed 12");
  }
}
