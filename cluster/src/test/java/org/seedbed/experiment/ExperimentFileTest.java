package org.seedbed.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seedbed.files.DamagedFileException;
import org.seedbed.files.RecordDigest;
import org.seedbed.model.Engine;
import org.seedbed.model.neuralgpu.NeuralGpuSettings;
import org.seedbed.model.npi.NpiSettings;
import org.seedbed.model.nram.NramSettings;
import org.seedbed.model.nram.NramSettings.ControllerKind;
import org.seedbed.model.population.AdamSettings;
import org.seedbed.model.population.ScheduleState.Plateau;
import org.seedbed.model.population.ScheduleState.ReduceOnPlateau;
import org.seedbed.search.pruning.NoPruning;
import org.seedbed.search.pruning.SuccessiveHalving;

class ExperimentFileTest {
  private static NramSettings nram(Experiment experiment) {
    return (NramSettings) experiment.settings();
  }

  private static NeuralGpuSettings neuralGpu(Experiment experiment) {
    return (NeuralGpuSettings) experiment.settings();
  }

  @Test
  void whatIsLeftOutHasItsDefault() {
    assertThat(ExperimentFile.read("", Map.of())).isEqualTo(ExperimentFile.defaultsOf("nram"));
    var read =
        ExperimentFile.read("task: memory/swap\nnram: {registers: 6, controller: lstm}", Map.of());
    assertThat(read.task()).isEqualTo("memory/swap");
    assertThat(nram(read).registers()).isEqualTo(6);
    assertThat(nram(read).controller()).isEqualTo(ControllerKind.LSTM);
    assertThat(nram(read).hiddenSize()).isEqualTo(NramSettings.DEFAULTS.hiddenSize());
  }

  @Test
  void defaultsAreThoseOfTheModel() {
    assertThat(nram(ExperimentFile.defaultsOf("nram"))).isEqualTo(NramSettings.DEFAULTS);
    var diagonal = ExperimentFile.read("model: diagonal-neural-gpu", Map.of());
    assertThat(neuralGpu(diagonal)).isEqualTo(NeuralGpuSettings.DIAGONAL);
    assertThat(neuralGpu(ExperimentFile.defaultsOf("neural-gpu")))
        .isEqualTo(NeuralGpuSettings.ORIGINAL);
    var original = ExperimentFile.read("", Map.of("model", "neural-gpu", "neuralGpu.maps", "12"));
    assertThat(neuralGpu(original).maps()).isEqualTo(12);
    assertThat(neuralGpu(original).relaxation().sets()).isEqualTo(6);
    assertThat(ExperimentFile.read(ExperimentFile.write(diagonal), Map.of())).isEqualTo(diagonal);
    var npi = ExperimentFile.read("model: npi", Map.of("npi.weighting", "COUNT"));
    assertThat(npi.task()).isEqualTo("trace/addition-recursive");
    assertThat(((NpiSettings) npi.settings()).weighting()).isEqualTo(NpiSettings.Weighting.COUNT);
    assertThat(ExperimentFile.read(ExperimentFile.write(npi), Map.of())).isEqualTo(npi);
  }

  /** What models train with where a user does not say. */
  @Test
  void trainingHasDefaultsOfTheModel() {
    var nram = ExperimentFile.defaultsOf("nram");
    assertThat(nram.training().adam().toString())
        .isEqualTo(
            "AdamSettings[rule=ADAM, learningRate=0.022, beta1=0.9, beta2=0.999, beta2Early=0.999,"
                + " beta2HalfLife=2000.0, epsilon=1.0E-8, biasCorrection=true,"
                + " coordinateClip=0.0, clipNorm=2.4, noise=1.0E-6,"
                + " noiseShare=0.0, relativeNoise=0.0]");
    assertThat(nram.curriculum().stepsPerLevel()).isEqualTo(50);
    assertThat(nram.training().reduceOnPlateau()).isEqualTo(ReduceOnPlateau.NEVER);
    assertThat(nram.search().rungs()).containsExactly(200, 400, 800);
    assertThat(nram.curriculum().promotion()).isEqualTo(0.85);
    var original = ExperimentFile.defaultsOf("neural-gpu").training();
    assertThat(original.adam().toString())
        .isEqualTo(
            AdamSettings.DEFAULTS
                .withLearningRate(0.001)
                .toString()
                .replace("epsilon=1.0E-8", "epsilon=1.0E-4"));
    assertThat(original.reduceOnPlateau())
        .isEqualTo(new ReduceOnPlateau(Plateau.LAST_WINDOW, 3, 0.98, 1 / 60.0));
    var diagonal = ExperimentFile.defaultsOf("diagonal-neural-gpu").training();
    assertThat(diagonal.adam().toString())
        .isEqualTo(
            "AdamSettings[rule=ADAMAX, learningRate=0.02, beta1=0.9, beta2=0.9995, beta2Early=0.99,"
                + " beta2HalfLife=2000.0, epsilon=1.0E-8, biasCorrection=false,"
                + " coordinateClip=1.2, clipNorm=1000.0, noise=0.0,"
                + " noiseShare=0.0, relativeNoise=1.0E-4]");
    assertThat(diagonal.reduceOnPlateau())
        .isEqualTo(new ReduceOnPlateau(Plateau.WINDOWS, 2, 0.7, 1 / 60.0));
    var npi = ExperimentFile.defaultsOf("npi").training();
    assertThat(npi.adam()).isEqualTo(AdamSettings.DEFAULTS.withLearningRate(0.01));
    assertThat(npi.reduceOnPlateau())
        .isEqualTo(new ReduceOnPlateau(Plateau.WINDOWS, 2, 0.7, 1 / 60.0));
  }

  @Test
  void filesOfEarlierVersionsStillReadAndSaySo() {
    var notes = new ArrayList<String>();
    var former =
        ExperimentFile.read(
            """
            model: nram
            task: copy
            nram: {hidden: 32, dropoutKeep: 0.9}
            neuralGpu: null
            npi: null
            curriculum: {rule: TOGETHER}
            training: {stall: {checks: 3, decay: 0.5, floor: 0.1}}
            search: {pruning: SUCCESSIVE_HALVING, keep: 0.25}
            """,
            Map.of(),
            Map.of(),
            notes::add);
    var now =
        ExperimentFile.read(
            """
            schemaVersion: 2
            model: nram
            task: memory/copy
            nram: {hiddenSize: 32, dropoutKeepProbability: 0.9}
            curriculum: {rule: ALL_LEVELS}
            training: {reduceOnPlateau: {checks: 3, decay: 0.5, floor: 0.1}}
            search: {pruning: {rule: successive-halving, keep: 0.25}}
            """,
            Map.of());
    assertThat(former).isEqualTo(now);
    assertThat(notes)
        .contains(
            "task 'copy' is now called 'memory/copy'",
            "nram.hidden is now called nram.hiddenSize",
            "search.keep is now called search.pruning.keep")
        .hasSize(7);
    assertThat(ExperimentFile.read("search: {pruning: MEDIAN, keep: 0.5}", Map.of()).search())
        .isEqualTo(ExperimentFile.read("", Map.of("search.pruning", "median")).search());
  }

  @Test
  void learningRatesOfEarlierVersionsFollowChecks() {
    for (var key : List.of("stall", "reduceOnPlateau")) {
      var former =
          ExperimentFile.read(
              "{schemaVersion: 2, model: npi, training: {%s: {checks: 8}}}".formatted(key),
              Map.of());
      assertThat(former.training().reduceOnPlateau().of()).isEqualTo(Plateau.CHECKS);
    }
  }

  @Test
  void settingsOfEarlierVersionsStillReadAndSaySo() {
    var notes = new ArrayList<String>();
    var former =
        ExperimentFile.read(
            "",
            Map.of(),
            Map.of("nram.hidden", "8", "training.stall.checks", "3", "search.keep", "0.1"),
            notes::add);
    assertThat(nram(former).hiddenSize()).isEqualTo(8);
    assertThat(former.training().reduceOnPlateau().checks()).isEqualTo(3);
    assertThat(former.search().pruning()).isEqualTo(new SuccessiveHalving(0.1));
    assertThat(notes).hasSize(3);
  }

  @Test
  void aRuleBringsItsOwnSettings() {
    assertThat(ExperimentFile.read("search: {pruning: {keep: 0.3}}", Map.of()).search().pruning())
        .isEqualTo(new SuccessiveHalving(0.3));
    assertThat(
            ExperimentFile.read("", Map.of("search.pruning.rule", "successive-halving"))
                .search()
                .pruning())
        .isEqualTo(new SuccessiveHalving(0.5));
    assertThat(ExperimentFile.read("", Map.of("search.pruning.rule", "none")).search().pruning())
        .isEqualTo(new NoPruning());
    assertThatThrownBy(
            () -> ExperimentFile.read("search: {pruning: {rule: median, keep: 0.3}}", Map.of()))
        .hasMessageContaining("Unknown key 'search.pruning.keep'");
  }

  @Test
  void aLaterVersionIsRefusedWithBothVersions() {
    assertThatThrownBy(() -> ExperimentFile.read("schemaVersion: 10", Map.of()))
        .hasMessageContaining("has schema version 10; this Seedbed reads versions 1 to 9");
  }

  @Test
  void settingsComeAfterTheFile() {
    var read =
        ExperimentFile.read(
            "seeds: {count: 5}",
            Map.of("seeds.count", "7", "search.rungs", "[10, 20]", "data", "hdfs:///d"));
    assertThat(read.seeds().count()).isEqualTo(7);
    assertThat(read.search().rungs()).isEqualTo(List.of(10, 20));
    assertThat(read.data()).contains("hdfs:///d");
  }

  @Test
  void comesBackAsItWasWritten() {
    var experiment =
        ExperimentFile.read("", Map.of("search.width", "16", "curriculum.modulus", "9"));
    assertThat(ExperimentFile.read(ExperimentFile.write(experiment), Map.of()))
        .isEqualTo(experiment);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nram: {regsters: 6} | Unknown key 'nram.regsters'. Known: | Did you mean 'nram.registers'?",
        "tsk: copy | Unknown key 'tsk' | Did you mean 'task'?",
        "nram: 5 | Key 'nram' is 5 | must be a mapping of",
        "nram: {registers: 0} | registers is 0 | must be 1 or more",
        "nram: {registers: many} | Key 'nram.registers' | many",
        "search: {keep: 1.5} | keep is 1.5 | must be in (0, 1]",
        "'search: {rungs: [5, 3]}' | search.rungs are [5, 3] | increasing",
        "search: {pruning: guess} | Unknown pruning rule 'guess' | successive-halving",
        "neuralGpu: {maps: 6} | Key 'neuralGpu' is not one of this model | Leave it out",
        "model: nrm | Unknown model 'nrm' | Did you mean 'nram'?",
        "'{model: neural-gpu, task: swap}' | Unknown task for model 'neural-gpu' | badd",
        "'{model: npi, npi: {units: 0}}' | hiddenSize is 0 | must be 1 or more",
        "'{model: npi, task: badd}' | model 'npi': 'badd' | Known: trace/addition",
        "'{model: diagonal-neural-gpu, neuralGpu: {maps: 16}}' | maps is 16 | a multiple of 3",
        "'{model: neural-gpu, curriculum: {lengths: [9, 3]}}' | lengths are [9, 3] | must rise",
        "'[1, 2]' | no mapping | keys to values",
        "'a: [' | not valid YAML | "
      })
  void refusesInOneLineThatNamesKeyAndRemedy(String yaml, String what, String remedy) {
    assertThatThrownBy(() -> ExperimentModel.of(ExperimentFile.read(yaml, Map.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(what)
        .hasMessageContaining(remedy == null ? "" : remedy);
  }

  /** What a text looks like does not matter; a setting is YAML. */
  @Test
  void anOptionIsText() {
    assertThat(ExperimentFile.read("", Map.of("data", "~"), Map.of(), note -> {}).data())
        .contains("~");
    assertThat(ExperimentFile.read("", Map.of("data", "1e3"), Map.of(), note -> {}).data())
        .contains("1e3");
    assertThat(ExperimentFile.read("data: d", Map.of("data", "~")).data()).isEmpty();
    for (var text : List.of("~", "null", "1e3", "007", "true", "a: b", "#x", "'", "\"", "ü", "-")) {
      var experiment = ExperimentFile.read("", Map.of("data", text), Map.of(), note -> {});
      assertThat(ExperimentFile.read(ExperimentFile.write(experiment), Map.of()))
          .isEqualTo(experiment);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'seeds: {count: 3.7}' | Key 'seeds.count' is 3.7, must be a whole number",
        "'seeds: {count: \"3\"}' | Key 'seeds.count' is \"3\", must be a whole number",
        "'seeds: {count: true}' | Key 'seeds.count' is true, must be a whole number",
        "'seeds: {count: }' | Key 'seeds.count' is \"\", must be a whole number",
        "'seeds: {count: null}' | Key 'seeds.count' has no value, must be a whole number",
        "'seeds: {count: [1]}' | Key 'seeds.count' is [1], must be a whole number",
        "'seeds: {count: 99999999999}' | Key 'seeds.count' is 99999999999, must be a whole number",
        "'seeds: {count: 2147483647}' | seeds.count is 2147483647, must be at most 10000000",
        "'seeds: {first: 9223372036854775807}' | seeds.first is 9223372036854775807, must be at most",
        "'seeds: {count: 1, count: 2}' | not valid YAML: key 'count' occurs twice",
        "'curriculum: {rule: 1}' | Key 'curriculum.rule' is 1, must be one of STEPS, ALL_LEVELS",
        "'curriculum: {rule: guess}' | Key 'curriculum.rule' is \"guess\", must be one of STEPS",
        "'curriculum: {evenWork: 1}' | Key 'curriculum.evenWork' is 1, must be true or false",
        "'curriculum: {lastLevel: 2147483647}' | the last level is 2147483647, must be at most 100000",
        "'training: {adam: {noise: 1e400}}' | Key 'training.adam.noise' is Infinity, must be finite",
        "'training: {adam: {learningRate: .nan}}' | in line 1: 'training: {adam: {learningRate: .nan}}'",
        "'search: {rungs: 5}' | Key 'search.rungs' is 5, must be a list",
        "'search: {rungs: [5, x]}' | Key 'search.rungs[1]' is \"x\", must be a whole number",
        "'search: {threads: 2147483647}' | search.threads is 2147483647, must be at most 1024",
        "'search: {width: 2147483647}' | search.width is 2147483647, must be at most 65536",
        "'{model: npi, npi: {hiddenSize: 2147483647}}' | hiddenSize is 2147483647, must be at most 8192",
        "'{model: npi, npi: {encoding: 8192, hiddenSize: 8192}}' | must be at most 134217728",
        "'engine: gpu' | Key 'engine' is \"gpu\", must be auto or jvm or pytorch",
        "'device: [cpu]' | Key 'device' is [\"cpu\"], must be auto or cpu or cuda",
        "'{model: neural-gpu, engine: jvm}' | Key 'engine' is jvm, but model 'neural-gpu' with these settings trains on pytorch only",
        "'{model: diagonal-neural-gpu, neuralGpu: {rows: 4, saturationFades: false, extrapolation: {recall: false}}}' | Key 'engine' is jvm, but model 'diagonal-neural-gpu' with these settings trains on pytorch only",
        "'data: [a]' | Key 'data' is [\"a\"], must be the path of a dataset",
        "'seeds: &a {count: 3}' | has an anchor or alias in line 1",
        "'schemaVersion: x' | Key 'schemaVersion' is \"x\", must be 1 to 9",
      })
  void nothingIsCutGuessedOrConverted(String yaml, String message) {
    assertThatThrownBy(() -> ExperimentModel.of(ExperimentFile.read(yaml, Map.of())).layout())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aSecondDocumentIsRefused() {
    assertThatThrownBy(
            () -> ExperimentFile.read("seeds: {count: 3}\n---\nseeds: {count: 4}\n", Map.of()))
        .hasMessageContaining("it has a second document");
  }

  @Test
  void aRunsFileIsWholeAndVerified() {
    var path = new Path("run/experiment.yaml");
    var experiment = ExperimentFile.read("", Map.of("search.width", "4", "search.slots", "1"));
    byte[] yaml = ExperimentFile.write(experiment).getBytes(StandardCharsets.UTF_8);
    String stored = new String(RecordDigest.sealedYaml(yaml), StandardCharsets.UTF_8);
    assertThat(readStored(stored, path)).isEqualTo(experiment);
    // It may serve as a user's file, changed.
    assertThat(
            ExperimentFile.read(stored.replace("count: 64", "count: 5"), Map.of()).seeds().count())
        .isEqualTo(5);
    for (var altered :
        List.of(
            "",
            "{}",
            "schemaVersion: 2\nmodel: nram\n",
            stored.replace("count: 64", "count: 65"),
            stored.replaceFirst("recordSha256.*\n", ""),
            stored.replace("schemaVersion: 9", "schemaVersion: 2"),
            stored.substring(0, stored.length() / 2),
            stored + "seeds: {count: 3}\n")) {
      assertThatThrownBy(() -> readStored(altered, path))
          .as(altered)
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining("run/experiment.yaml")
          .hasMessageContaining("Restore it from a copy");
    }
  }

  @Test
  void aRunBegunBeforeThereWereEnginesStaysOnPyTorch() {
    var path = new Path("run/experiment.yaml");
    var experiment = ExperimentFile.read("", Map.of("search.width", "4", "search.slots", "1"));
    assertThat(experiment.engine()).contains(Engine.JVM);
    String former =
        ExperimentFile.write(experiment)
            .replace("schemaVersion: 9", "schemaVersion: 3")
            .replaceFirst("engine: .*\n", "")
            .replaceFirst("device: .*\n", "");
    byte[] sealed = RecordDigest.sealedYaml(former.getBytes(StandardCharsets.UTF_8));
    var read = ExperimentFile.readStored(sealed, path);
    assertThat(read.engine()).contains(Engine.PYTORCH);
    assertThat(read.on(experiment.engine())).isEqualTo(experiment);
  }

  /** Access and swap pointed by index; there was one controller, and one way to draw a level. */
  @Test
  void aRunOfAnEarlierVersionMeansWhatItMeant() {
    var path = new Path("run/experiment.yaml");
    var settings = Map.of("task", "swap-index", "search.width", "4", "search.slots", "1");
    var experiment = ExperimentFile.read("", settings);
    String former =
        without(
            ExperimentFile.write(experiment)
                .replace("schemaVersion: 9", "schemaVersion: 5")
                .replace("memory/swap-index", "memory/swap"),
            "draw",
            "inputLayers",
            "repeats",
            "entropyReduction",
            "noiseShare",
            "biasCorrection",
            "coordinateClip",
            "windowSteps",
            "of");
    byte[] sealed = RecordDigest.sealedYaml(former.getBytes(StandardCharsets.UTF_8));
    assertThat(ExperimentFile.readStored(sealed, path)).isEqualTo(experiment);
    assertThat(ExperimentFile.read(former, Map.of())).isEqualTo(experiment);
    assertThat(ExperimentFile.read("task: memory/swap", Map.of()).task()).isEqualTo("memory/swap");
  }

  /** Returns a file without the lines of keys. */
  private static String without(String yaml, String... keys) {
    String left = yaml;
    for (var key : keys) {
      left = left.replaceFirst(" +" + key + ":.*\n", "");
    }
    return left;
  }

  @Test
  void theBestCheckpointIsChosenByALengthThatIsChecked() {
    var chosen = Map.of("evaluation.checkLengths", "[61, 101]", "evaluation.select", "101");
    assertThat(ExperimentFile.read("", chosen).evaluation().select()).hasValue(101);
    assertThatThrownBy(() -> ExperimentFile.read("", Map.of("evaluation.select", "61")))
        .hasMessageContaining(
            "evaluation.select is 61, must be one of evaluation.checkLengths, which are []");
  }

  /** Its tasks have their present names; only values are missing. */
  @Test
  void runsOfVersionsSixAndSevenKeepTheirTask() {
    var settings =
        Map.of(
            "task", "neural-gpu/badd",
            "model", "diagonal-neural-gpu",
            "neuralGpu.saturationFades", "false",
            "neuralGpu.extrapolation.recall", "false",
            "training.reduceOnPlateau.of", "CHECKS",
            "evaluation.checkLengths", "[]",
            "evaluation.select", "null",
            "search.width", "4");
    var badd = ExperimentFile.read("", settings);
    String former =
        without(
            ExperimentFile.write(badd).replace("schemaVersion: 9", "schemaVersion: 6"),
            "windowSteps",
            "of",
            "saturationFades",
            "initial",
            "checkLengths",
            "select",
            "padding",
            "zeroed",
            "expected",
            "extrapolation",
            "recall",
            "progressiveShare");
    assertThat(former).doesNotContain("padding", "saturationFades");
    assertThat(ExperimentFile.read(former, Map.of())).isEqualTo(badd);
    String seven =
        without(
            ExperimentFile.write(badd).replace("schemaVersion: 9", "schemaVersion: 7"),
            "extrapolation",
            "recall",
            "progressiveShare");
    assertThat(seven).doesNotContain("recall").contains("saturationFades");
    assertThat(ExperimentFile.read(seven, Map.of())).isEqualTo(badd);
    var stacks =
        ExperimentFile.read("", Map.of("model", "stack-rnn", "stackRnn.readsPadding", "true"));
    String eight =
        without(
            ExperimentFile.write(stacks).replace("schemaVersion: 9", "schemaVersion: 8"),
            "readsPadding");
    assertThat(ExperimentFile.read(eight, Map.of())).isEqualTo(stacks);
    String swap =
        ExperimentFile.write(ExperimentFile.read("task: memory/swap", Map.of()))
            .replace("schemaVersion: 9", "schemaVersion: 6");
    assertThat(ExperimentFile.read(swap, Map.of()).task()).isEqualTo("memory/swap");
    byte[] sealed = RecordDigest.sealedYaml(swap.getBytes(StandardCharsets.UTF_8));
    assertThat(ExperimentFile.readStored(sealed, new Path("run/experiment.yaml")).task())
        .isEqualTo("memory/swap");
  }

  private static Experiment readStored(String text, Path path) {
    return ExperimentFile.readStored(text.getBytes(StandardCharsets.UTF_8), path);
  }

  @Test
  void refusesALevelThatDoesNotFit() {
    var experiment =
        ExperimentFile.read("", Map.of("curriculum.lastLevel", "6", "curriculum.modulus", "8"));
    assertThatThrownBy(() -> ExperimentModel.of(experiment))
        .hasMessage(
            "Level 6 of task 'memory/copy' needs M = 13 memory cells, but M is 8. Raise the modulus"
                + " to 13 or lower the level.");
  }
}
