package org.seedbed.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seedbed.dataset.DatasetGeneration;
import org.seedbed.dataset.DatasetPlan;
import org.seedbed.evaluation.AdversarialEvaluation;
import org.seedbed.evaluation.Generalization;
import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.ExperimentFile;
import org.seedbed.model.Backend;
import org.seedbed.model.LearningCurve;
import org.seedbed.record.Card;
import org.seedbed.record.Costs;
import org.seedbed.record.Leaderboard;
import org.seedbed.record.Provenance;
import org.seedbed.record.RunFolder;
import org.seedbed.record.RunRecords;
import org.seedbed.search.pruning.NoProgress;
import org.seedbed.task.LevelRange;
import org.seedbed.task.memory.MemoryTasks;

/** Whole searches on a real Spark, small enough for seconds. */
class RestartSearchIT extends LocalSearches {
  private static final Map<String, String> SMALL =
      Map.ofEntries(
          Map.entry("task", "memory/increment"),
          Map.entry("seeds.count", "8"),
          Map.entry("curriculum.lastLevel", "2"),
          Map.entry("curriculum.modulus", "5"),
          Map.entry("curriculum.widenings", "1"),
          Map.entry("nram.hiddenSize", "16"),
          Map.entry("nram.registers", "2"),
          Map.entry("training.batch", "8"),
          Map.entry("training.checkEvery", "10"),
          Map.entry("training.checkExamples", "8"),
          Map.entry("search.rungs", "[20, 40, 60]"),
          Map.entry("search.width", "4"),
          Map.entry("search.slots", "2"),
          Map.entry("evaluation.examples", "32"),
          Map.entry("evaluation.lengths", "[2, 4]"),
          Map.entry("evaluation.top", "2"),
          Map.entry("evaluation.confirmations", "2"));

  private static Experiment small(String... more) {
    return experiment(SMALL, more);
  }

  private Leaderboard search(String name, Experiment experiment) throws IOException {
    return RestartSearch.start(spark, experiment, run(name), SearchListener.SILENT).run();
  }

  private byte[] leaderboard(String name) throws IOException {
    return run(name).read(run(name).leaderboard());
  }

  private static List<String> states(RunFolder run) throws IOException {
    var digests = new ArrayList<String>();
    for (var rung : RunRecords.rungs(run)) {
      for (var record : RunRecords.of(run, RunFolder.rungStage(rung.rung()))) {
        digests.add(record.state().sha256());
      }
    }
    return digests;
  }

  /** Returns a listener that collects notes. */
  private static SearchListener noted(List<String> notes) {
    return new SearchListener() {
      @Override
      public void note(String line) {
        notes.add(line);
      }
    };
  }

  @Test
  void leavesWhatTheDesignSays() throws IOException {
    var leaderboard = search("whole", small("search.control", "0", "search.solved", "train"));
    assertThat(leaderboard.entries()).hasSize(8);
    assertThat(leaderboard.statistics().seeds()).isEqualTo(8);
    assertThat(leaderboard.statistics().seedSteps()).isEqualTo(8 * 20 + 4 * 20 + 2 * 20);
    assertThat(leaderboard.entries()).extracting(Leaderboard.Entry::rank).isSorted();
    try (Stream<java.nio.file.Path> files = Files.walk(folder.resolve("whole"))) {
      assertThat(
              files
                  .filter(Files::isRegularFile)
                  .map(f -> folder.resolve("whole").relativize(f).toString()))
          .contains(
              "experiment.yaml",
              "provenance.json",
              "costs.json",
              "leaderboard.json",
              "leaderboard.parquet",
              "rungs/00/rung.json",
              "rungs/02/population-000.safetensors",
              "best/rank-001/card.json",
              "best/rank-002/initialization.safetensors",
              "best/rank-002/trained.safetensors")
          .noneMatch(name -> name.contains("/.") || name.endsWith(".crc"));
    }
  }

  @Test
  void resumesToTheSameLeaderboardWhateverIsMissing() throws IOException {
    search("calm", small());
    search("hurt", small());
    var hurt = run("hurt");
    hurt.remove(hurt.leaderboard());
    hurt.remove(hurt.rung(2));
    hurt.remove(hurt.population("rungs/02", 0));
    hurt.remove(hurt.population("rungs/01", 0));
    hurt.remove(hurt.stage("confirmation"));
    RestartSearch.resume(spark, hurt, SearchListener.SILENT).run();
    assertThat(leaderboard("hurt")).isEqualTo(leaderboard("calm"));
    assertThat(states(hurt)).isEqualTo(states(run("calm")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"truncated", "altered"})
  void namesADamagedStateAndTrainsItAgain(String how) throws IOException {
    search("calm", small());
    search(how, small());
    var file = folder.resolve(how).resolve("rungs/01/population-000.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    if (how.equals("truncated")) {
      Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    } else {
      bytes[bytes.length / 2] ^= 1;
      Files.write(file, bytes);
    }
    var notes = new ArrayList<String>();
    RestartSearch.resume(spark, run(how), noted(notes)).run();
    assertThat(notes).hasSize(1);
    assertThat(notes.get(0))
        .contains("Damaged file")
        .contains("rungs/01/population-000.safetensors");
    assertThat(leaderboard(how)).isEqualTo(leaderboard("calm"));
  }

  @Test
  void saysThatItGoesOnWithOtherSoftware() throws IOException {
    search("moved", small());
    var run = run("moved");
    var first = run.readJson(run.provenance(), Provenance.class);
    run.writeJson(
        run.provenance(),
        new Provenance(
            "0.0.9",
            first.commit(),
            first.java(),
            first.os(),
            first.spark(),
            new Backend("pytorch 1.0", 1, "gpu(0)"),
            first.dataSeed(),
            first.datasetSha256(),
            first.slots(),
            first.width()));
    var notes = new ArrayList<String>();
    byte[] recorded = run.read(run.provenance());
    RestartSearch.resume(spark, run, noted(notes)).run();
    assertThat(notes).hasSize(2);
    assertThat(notes.get(0)).contains("another Seedbed: 0.0.9", "results may differ");
    assertThat(notes.get(1)).contains("another backend: pytorch 1.0 on gpu(0)");
    // The first session's stays.
    assertThat(run.read(run.provenance())).isEqualTo(recorded);
  }

  @Test
  void refusesADatasetThatWasReplaced() throws IOException {
    var task = MemoryTasks.task("increment");
    var levels = new LevelRange(1, 2, List.of(), OptionalInt.of(5), 1).of(task);
    var data = new Path(folder.resolve("replaced").toUri());
    var generation = new DatasetGeneration(spark);
    generation.generate(new DatasetPlan(task.name(), 1, 6_000, levels, 1024), data);
    search("trained-on-it", small("data", data.toString()));
    run("replaced").remove(data);
    generation.generate(new DatasetPlan(task.name(), 1, 9_000, levels, 1024), data);
    assertThatThrownBy(
            () -> RestartSearch.resume(spark, run("trained-on-it"), SearchListener.SILENT).run())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has other examples than when the run was begun");
  }

  @Test
  void aDatasetTrainsAsGenerationInPlaceDoes() throws IOException {
    var task = MemoryTasks.task("increment");
    var levels = new LevelRange(1, 2, List.of(), OptionalInt.of(5), 1).of(task);
    var data = new Path(folder.resolve("data").toUri());
    new DatasetGeneration(spark)
        .generate(new DatasetPlan(task.name(), 1, 6_000, levels, 1024), data);
    search("in-place", small());
    search("dataset", small("data", data.toString()));
    assertThat(states(run("dataset"))).isEqualTo(states(run("in-place")));
    assertThatThrownBy(() -> search("other", small("data", data.toString(), "dataSeed", "2")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has data seed 1, the experiment has 2");
    assertThatThrownBy(
            () -> search("other", small("data", data.toString(), "task", "memory/access")))
        .hasMessageContaining("is of task 'memory/increment'");
  }

  @Test
  void replayAgrees() throws IOException {
    var best = search("replayed", small()).entries().get(0);
    var replayed = new Replay(run("replayed"), new Configuration()).replay(best.seed());
    assertThat(replayed).hasSize(3).allMatch(Replay.ReplayedRung::agrees);
    assertThatThrownBy(() -> new Replay(run("replayed"), new Configuration()).replay(99))
        .hasMessageContaining("Seed 99 is not in run")
        .hasMessageContaining("seeds 0 … 7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "median"})
  void otherRulesRunToo(String rule) throws IOException {
    var leaderboard = search(rule, small("search.pruning.rule", rule));
    long whole =
        leaderboard.entries().stream()
            .filter(e -> e.steps() == 60 || e.outcome() == Leaderboard.Outcome.SOLVED)
            .count();
    assertThat(whole).isEqualTo(rule.equals("none") ? 8 : whole).isPositive();
  }

  /** A rule that only this test's class path has, with a setting of its own. */
  @Test
  void aRuleSeesTheCurvesOfAllRungsAlsoWhenResumed() throws IOException {
    String[] settings = {"search.pruning.rule", "no-progress", "search.pruning.checks", "2"};
    var calm = search("calm-rule", small(settings));
    assertThat(calm.experiment().search().pruning()).isEqualTo(new NoProgress(2));
    search("hurt-rule", small(settings));
    var hurt = run("hurt-rule");
    hurt.remove(hurt.leaderboard());
    hurt.remove(hurt.rung(1));
    hurt.remove(hurt.stage("rungs/02"));
    RestartSearch.resume(spark, hurt, SearchListener.SILENT).run();
    assertThat(leaderboard("hurt-rule")).isEqualTo(leaderboard("calm-rule"));
  }

  @Test
  void divergedSeedsRankLastAndAreCounted() throws IOException {
    var leaderboard = search("diverged", small("training.adam.learningRate", "1e38"));
    assertThat(leaderboard.statistics().diverged()).isEqualTo(8);
    assertThat(leaderboard.entries())
        .allMatch(entry -> entry.outcome() == Leaderboard.Outcome.DIVERGED);
  }

  @Test
  void findsAWidthByADryRun() throws IOException {
    var settings = new LinkedHashMap<>(SMALL);
    settings.remove("search.width");
    settings.put("engine", "pytorch");
    var tried = new ArrayList<WidthTrial>();
    var listener =
        new SearchListener() {
          @Override
          public void widthTried(WidthTrial trial) {
            tried.add(trial);
          }
        };
    var experiment = ExperimentFile.read("", settings);
    RestartSearch.start(spark, experiment, run("probed"), listener).run();
    assertThat(tried).isNotEmpty();
    var settled = RunRecords.experiment(run("probed"));
    assertThat(tried)
        .extracting(WidthTrial::width)
        .contains(settled.search().width().orElseThrow());
  }

  @Test
  void autoSettlesTheFasterEngineOnceForTheRun() throws IOException {
    var settings = new LinkedHashMap<>(SMALL);
    settings.remove("search.width");
    settings.put("engine", "auto");
    var notes = new ArrayList<String>();
    var listener =
        new SearchListener() {
          @Override
          public void note(String line) {
            notes.add(line);
          }
        };
    var experiment = ExperimentFile.read("", settings);
    RestartSearch.start(spark, experiment, run("engines"), listener).run();
    var settled = RunRecords.experiment(run("engines"));
    assertThat(settled.engine()).isPresent();
    assertThat(notes)
        .anyMatch(
            note ->
                note.startsWith("engine: auto takes " + settled.engine().get())
                    && note.contains("jvm ")
                    && note.contains("pytorch "));
    // Resuming asks for auto again, and stays on the engine that was settled.
    try (var session = RunSession.open(run("engines"), experiment, true, waiting -> {})) {
      session.search(spark, SearchListener.SILENT).run();
    }
    assertThat(RunRecords.experiment(run("engines"))).isEqualTo(settled);
  }

  @Test
  void seedsHaveTheSameBitsInPopulationsOfAnyWidth() throws IOException {
    var one = search("narrow", small("search.width", "1"));
    var all = search("wide", small("search.width", "8"));
    assertThat(all.entries()).isEqualTo(one.entries());
  }

  /** Two populations of two seeds whose stages rise at their own schedule, killed in the middle. */
  @Test
  void costsHaveTheSessionsThatWereBrokenOff() throws IOException {
    var dies =
        new SearchListener() {
          @Override
          public void stageStarts(String stage, int seeds, int populations, long seedSteps) {
            if (stage.startsWith("rung 2")) {
              throw new IllegalStateException("the driver dies");
            }
          }
        };
    var begun = RestartSearch.start(spark, small(), run("dies"), dies);
    assertThatThrownBy(begun::run).hasMessage("the driver dies");
    var first = run("dies").readJson(run("dies").costs(), Costs.class);
    assertThat(first.sessions()).isEqualTo(1);
    assertThat(first.kernelCoreSeconds()).isPositive();
    RestartSearch.resume(spark, run("dies"), SearchListener.SILENT).run();
    var both = run("dies").readJson(run("dies").costs(), Costs.class);
    assertThat(both.sessions()).isEqualTo(2);
    assertThat(both.wallSeconds()).isGreaterThan(first.wallSeconds());
  }

  @Test
  void searchesANeuralGpuWithAStageForEachSeed() throws IOException {
    search("gpu", neuralGpu("seeds.count", "4"));
    var run = run("gpu");
    var card = run.readJson(run.best(1, "card.json"), Card.class);
    assertThat(card.generalization()).extracting(Generalization.AtLength::length).contains(5, 9);
    assertThat(card.adversarial())
        .extracting(AdversarialEvaluation.OnKind::degree)
        .contains(0, 1, 2);
    assertThat(String.join(" ", card.rendered())).contains("given and asked", "answered");
    run.remove(run.leaderboard());
    run.remove(run.rung(1));
    run.remove(run.population("rungs/01", 0));
    byte[] before = run.read(run.state("rungs/00", 1));
    RestartSearch.resume(spark, run, SearchListener.SILENT).run();
    assertThat(run.read(run.state("rungs/00", 1))).isEqualTo(before);

    // A seed's stages and curve are its own: another population leaves them as they are.
    search("alone", neuralGpu("seeds.first", "1", "seeds.count", "1"));
    var alone = curve(run("alone"), 1);
    var together = curve(run, 1);
    assertThat(alone.points()).extracting(LearningCurve.Point::stage).last().isNotEqualTo(0);
    assertThat(together.points()).hasSameSizeAs(alone.points());
    for (int i = 0; i < alone.points().size(); i++) {
      assertThat(together.points().get(i).stage()).isEqualTo(alone.points().get(i).stage());
      assertThat(together.points().get(i).loss())
          .isCloseTo(alone.points().get(i).loss(), within(1e-3));
    }
  }

  private static LearningCurve curve(RunFolder run, long seed) throws IOException {
    return RunRecords.of(run, "rungs/00").stream()
        .flatMap(record -> record.outcomes().stream())
        .filter(outcome -> outcome.seed() == seed)
        .findFirst()
        .orElseThrow()
        .curve();
  }

  private static Experiment neuralGpu(String... more) {
    var settings =
        new LinkedHashMap<>(
            Map.ofEntries(
                Map.entry("model", "diagonal-neural-gpu"),
                Map.entry("neuralGpu.maps", "12"),
                Map.entry("curriculum.lengths", "[3, 5]"),
                Map.entry("curriculum.rule", "ADAPTIVE"),
                Map.entry("curriculum.promotion", "0.2"),
                Map.entry("training.checkEvery", "5"),
                Map.entry("training.checkExamples", "16"),
                Map.entry("search.rungs", "[40, 50]"),
                Map.entry("search.width", "2"),
                Map.entry("search.slots", "2"),
                Map.entry("evaluation.examples", "32"),
                Map.entry("evaluation.checkLengths", "[]"),
                Map.entry("evaluation.select", "null"),
                Map.entry("evaluation.lengths", "[5, 9]"),
                Map.entry("evaluation.lengthExamples", "8"),
                Map.entry("evaluation.top", "1"),
                Map.entry("evaluation.confirmations", "1")));
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return ExperimentFile.read("", settings);
  }

  private static final CountDownLatch TOLD = new CountDownLatch(1);

  @Test
  void seedStepsAreToldWhilePopulationsTrain() throws IOException {
    var told =
        new SearchListener() {
          @Override
          public void seedStepsInTraining(long seedSteps) {
            if (seedSteps == 2 * 7) {
              TOLD.countDown();
            }
          }
        };
    PopulationTraining waits =
        (job, settings, run, hadoop, seedSteps) -> {
          if (job.stage().equals(RunFolder.rungStage(0))) {
            seedSteps.accept(7);
            awaitTold();
          }
          return PopulationTraining.BY_STEPS.commit(job, settings, run, hadoop, seedSteps);
        };
    var search = RestartSearch.start(spark, small("search.rungs", "[20]"), run("told"), told);
    assertThat(search.trainedBy(waits).run().entries()).hasSize(8);
  }

  private static void awaitTold() {
    try {
      assertThat(TOLD.await(1, TimeUnit.MINUTES)).as("seed-steps are told").isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
