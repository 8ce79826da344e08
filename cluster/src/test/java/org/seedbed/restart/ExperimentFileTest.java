package org.seedbed.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seedbed.model.neuralgpu.NeuralGpuSettings;
import org.seedbed.model.npi.NpiSettings;
import org.seedbed.model.nram.NramSettings.ControllerKind;

class ExperimentFileTest {
  @Test
  void whatIsLeftOutHasItsDefault() {
    assertThat(ExperimentFile.read("", Map.of())).isEqualTo(Experiment.defaultsOf(Experiment.NRAM));
    var read = ExperimentFile.read("task: swap\nnram: {registers: 6, controller: lstm}", Map.of());
    assertThat(read.task()).isEqualTo("swap");
    assertThat(read.nram().orElseThrow().registers()).isEqualTo(6);
    assertThat(read.nram().orElseThrow().controller()).isEqualTo(ControllerKind.LSTM);
    assertThat(read.nram().orElseThrow().hidden())
        .isEqualTo(Experiment.defaultsOf(Experiment.NRAM).nram().orElseThrow().hidden());
  }

  @Test
  void defaultsAreThoseOfTheModel() {
    var diagonal = ExperimentFile.read("model: diagonal-neural-gpu", Map.of());
    assertThat(diagonal.neuralGpu()).contains(NeuralGpuSettings.DIAGONAL);
    assertThat(diagonal.nram()).isEmpty();
    var original = ExperimentFile.read("", Map.of("model", "neural-gpu", "neuralGpu.maps", "12"));
    assertThat(original.neuralGpu().orElseThrow().maps()).isEqualTo(12);
    assertThat(original.neuralGpu().orElseThrow().relaxation().sets()).isEqualTo(6);
    assertThat(ExperimentFile.read(ExperimentFile.write(diagonal), Map.of())).isEqualTo(diagonal);
    var npi = ExperimentFile.read("model: npi", Map.of("npi.weighting", "COUNT"));
    assertThat(npi.task()).isEqualTo("addition-recursive");
    assertThat(npi.npi().orElseThrow().weighting()).isEqualTo(NpiSettings.Weighting.COUNT);
    assertThat(ExperimentFile.read(ExperimentFile.write(npi), Map.of())).isEqualTo(npi);
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
        "search: {keep: 1.5} | search.keep is 1.5 | must be in (0, 1]",
        "'search: {rungs: [5, 3]}' | search.rungs are [5, 3] | rising",
        "search: {pruning: guess} | Key 'search.pruning' | SUCCESSIVE_HALVING",
        "neuralGpu: {maps: 6} | Key 'neuralGpu' is not one of this model | Leave it out",
        "model: nrm | Unknown model 'nrm' | Did you mean 'nram'?",
        "'{model: neural-gpu, task: swap}' | Unknown task for model 'neural-gpu' | badd",
        "'{model: npi, npi: {units: 0}}' | units is 0 | must be 1 or more",
        "'{model: npi, task: badd}' | model 'npi': 'badd' | Known: addition",
        "'{model: diagonal-neural-gpu, neuralGpu: {maps: 16}}' | maps is 16 | a multiple of 3",
        "'{model: neural-gpu, curriculum: {lengths: [9, 3]}}' | lengths are [9, 3] | must rise",
        "'[1, 2]' | no mapping | keys to values",
        "'a: [' | no YAML | "
      })
  void refusesInOneLineThatNamesKeyAndRemedy(String yaml, String what, String remedy) {
    assertThatThrownBy(() -> ExperimentModel.of(ExperimentFile.read(yaml, Map.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(what)
        .hasMessageContaining(remedy == null ? "" : remedy);
  }

  @Test
  void refusesALevelThatDoesNotFit() {
    var experiment =
        ExperimentFile.read("", Map.of("curriculum.lastLevel", "6", "curriculum.modulus", "8"));
    assertThatThrownBy(() -> ExperimentModel.of(experiment))
        .hasMessage(
            "Level 6 of task 'nram/copy' needs M = 13 memory cells, but M is 8. Raise the modulus"
                + " to 13 or lower the level.");
  }
}
