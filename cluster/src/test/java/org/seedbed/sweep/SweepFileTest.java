package org.seedbed.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seedbed.space.Sampling;
import org.seedbed.space.Setting;

class SweepFileTest {
  private static SweepFile.Request read(String yaml, Map<String, String> settings) {
    return SweepFile.read(yaml, Map.of(), settings, note -> {});
  }

  @Test
  void aFileHasAnExperimentASpaceAndASweep() {
    var request =
        read(
            """
            model: nram
            search: {rungs: [100, 400]}
            seeds: {first: 7, count: 99}
            space:
              training:
                adam:
                  learningRate: {loguniform: [0.001, 0.1]}
              nram.controller: [LSTM, FEED_FORWARD]
              nram.dropoutKeepProbability: {uniform: [0.5, 1], when: {nram.controller: FEED_FORWARD}}
            sweep: {settings: 10, method: halton}
            """,
            Map.of("sweep.rounds", "[2, 6]", "training.batch", "8"));
    var plan = request.plan();
    assertThat(plan.sweep().rounds()).containsExactly(2, 6);
    assertThat(plan.sweep().method()).isEqualTo(Sampling.HALTON);
    assertThat(plan.brackets()).containsExactly(10);
    assertThat(request.experiment().training().batch()).isEqualTo(8);
    assertThat(request.experiment().search().rungs()).containsExactly(400);
    assertThat(request.experiment().search().control()).isZero();
    assertThat(request.experiment().seeds().first()).isEqualTo(7);
    assertThat(plan.experiment().search().rungs()).containsExactly(100, 400);
    var all = new ArrayList<>(plan.settings());
    assertThat(all.remove(0).values()).isEmpty();
    assertThat(all)
        .allSatisfy(
            s ->
                assertThat(s.values().containsKey("nram.dropoutKeepProbability"))
                    .isEqualTo(s.values().get("nram.controller").equals("FEED_FORWARD")));
  }

  @Test
  void anAblationLeavesTheDefaultsOwnValuesOut() {
    var plan =
        read(
                """
                space: {nram.repeats: [1, 2], nram.registers: [3, 4, 6]}
                sweep: {method: ablation, rounds: [8]}
                """,
                Map.of())
            .plan();
    assertThat(plan.settings().stream().map(Setting::text))
        .containsExactly("the default", "nram.registers=3", "nram.registers=6", "nram.repeats=2");
    assertThat(plan.settings()).extracting(Setting::number).containsExactly(0, 1, 2, 3);
  }

  @Test
  void aFileNeedsASpace() {
    assertThatThrownBy(() -> read("model: nram", Map.of())).hasMessageContaining("'space'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "training.adam.learningRate: {loguniform: [0, 1]} | space.training.adam.learningRate",
        "training.adam.learningRate: {loguniform: [1]} | two numbers",
        "training.adam.learningRate: {uniform: [a, b]} | space.training.adam.learningRate",
        "training.adam.learningRate: {uniform: [0.1, 0.01]} | space.training.adam.learningRate",
        "training.adam.learningRate: 0.1 | list or a range",
        "training.adam.learningRate: [0.1] | two or more",
        "training.adam.learningRate: [0.1, -1] | learningRate",
        "training.adam.learningRat: [0.1, 0.2] | training.adam.learningRate",
        "training.adam.learningRate: {uniform: [0.1, 0.2], steps: 3} | steps",
        "training.adam.learningRate: {uniform: [0.1, 0.2], points: x} | whole number",
        "nram.registers: {int: [1, 2.5]} | space.nram.registers",
        "nram.registers: {int: [0, 4]} | registers is 0",
        "nram.registers: {int: [2, 1000]} | registers is 1000",
        "nram.dropoutKeepProbability: {uniform: [0.5, 1.5]} | dropoutKeepProbability",
        "nram.controller: [LSTM, GRU] | GRU",
        "npi.hiddenSize: [32, 64] | npi",
        "model: [nram, npi] | space.model",
        "task: [memory/copy, memory/reverse] | space.task",
        "seeds.count: [1, 2] | space.seeds.count",
        "dataSeed: [1, 2] | space.dataSeed",
        "search.pruning.keep: [0.5, 0.3] | space.search.pruning.keep",
        "evaluation.examples: [1, 2] | space.evaluation.examples",
        "nram.registers: {int: [2, 4], when: {nram.controller: LSTM}} | nram.controller",
        "nram.registers: {int: [2, 4], when: 3} | when",
        "nram: 3 | space.nram",
        "nram.hidden: [32, 64] | space.nram.hidden",
        "nram.registers: {int: [2, 4], when: {nram.controller: LSTM}}, nram.controller: [lstm, FEED_FORWARD] | which it never is",
        "curriculum.lastLevel: [3, 4] | space.curriculum.lastLevel",
        "training.checkEvery: [25, 50] | space.training.checkEvery",
        "training.batch: [1, 2], training: {batch: [3, 4]} | given twice",
      })
  void wrongSpacesAreRefusedInOneLine(String key, String named) {
    assertThatThrownBy(() -> read("model: nram\nspace: {" + key + "}", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named)
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sweep.settings | 0",
        "sweep.settings | x",
        "sweep.rounds | []",
        "sweep.rounds | [4, 2]",
        "sweep.rounds | [0]",
        "sweep.rounds | 3",
        "sweep.keep | 0",
        "sweep.keep | 1.5",
        "sweep.undecided | 0.1",
        "sweep.method | bayes",
        "sweep.seed | x",
        "sweep.budget | 3",
      })
  void wrongSweepsAreRefusedInOneLine(String key, String value) {
    String yaml = "model: nram\nspace: {nram.registers: [3, 4]}";
    assertThatThrownBy(() -> read(yaml, Map.of(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key)
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }
}
