package org.seedbed.model.npi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.seedbed.model.CompiledPopulation;
import org.seedbed.model.Engine;
import org.seedbed.model.LevelBatch;
import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.npi.NpiSettings.Subprograms;
import org.seedbed.model.npi.NpiSettings.Weighting;
import org.seedbed.model.population.AdamSettings;
import org.seedbed.model.population.PopulationState;
import org.seedbed.task.trace.TraceExample;
import org.seedbed.task.trace.TraceTask;
import org.seedbed.task.trace.TraceTasks;

class SubprogramsFirstTest {
  private static final NpiFamily FAMILY = new NpiFamily();
  private static final TraceTask<?> TASK = TraceTasks.task("multiplication-recursive");
  private static final int FIRST = 2;
  private static final int ENCODING = 5;
  private static final int HIDDEN = 4;
  private static final int EMBEDDING = 3;

  private static final AdamSettings NOISY =
      new AdamSettings(AdamSettings.Rule.ADAM, 0.01, 0.9, 0.999, 0, 1, 1e-8, true, 0, 1, 0.1, 0, 0);

  private static NpiSettings settings(boolean frozen) {
    return new NpiSettings(
        ENCODING,
        HIDDEN,
        EMBEDDING,
        Weighting.DISTINCT,
        0,
        FrameDraw.ALL,
        new Subprograms(FIRST, frozen));
  }

  /** Parameters by name and index in their matrix that differ. */
  private static Map<String, List<Integer>> changes(float[] before, float[] after) {
    var changes = new LinkedHashMap<String, List<Integer>>();
    int at = 0;
    for (var parameter : FAMILY.layout(settings(true), TASK).parameters()) {
      for (int i = 0; i < parameter.size(); i++, at++) {
        if (before[at] != after[at]) {
          changes.computeIfAbsent(parameter.name(), name -> new ArrayList<>()).add(i);
        }
      }
    }
    return changes;
  }

  /** Parameters of a seed after each of these numbers of steps. */
  private static List<float[]> after(NpiSettings settings, AdamSettings adam, int... steps) {
    var initial = PopulationState.initial(FAMILY.layout(settings, TASK), List.of(7L));
    var level = TASK.level(2, OptionalInt.empty());
    var batch = LongStream.range(0, 4).mapToObj(i -> TASK.example(1, level, i)).toList();
    var parameters = new ArrayList<float[]>();
    try (var population =
        new CompiledPopulation<TraceExample>(
            () -> FAMILY.compiled(settings, TASK), initial, adam, 1)) {
      for (int until : steps) {
        while (population.step() < until) {
          var step = new TrainingStep(3, population.step(), List.of(List.of(1.0)));
          population.train(List.of(new LevelBatch<>(level, batch)), step);
        }
        parameters.add(population.parameters(0));
      }
    }
    return parameters;
  }

  @Test
  void firstThoseOfTheCalledTaskAreTrained() {
    var own = after(settings(false), AdamSettings.DEFAULTS, 0, FIRST, FIRST + 1);
    int programs = TASK.vocabulary().programs().size();
    // No frame of COUNT or MULTIPLY, the last two, is trained on.
    assertThat(changes(own.get(0), own.get(1)).get(NpiCore.EMBEDDINGS))
        .isNotEmpty()
        .allMatch(i -> i % programs < programs - 2);
    assertThat(changes(own.get(1), own.get(2)).get(NpiCore.EMBEDDINGS))
        .anyMatch(i -> i % programs >= programs - 2);
  }

  @Test
  void aFrozenNetworkChangesNoMore() {
    for (var adam : List.of(AdamSettings.DEFAULTS, NOISY)) {
      var own = after(settings(true), adam, FIRST, FIRST + 6);
      var changed = changes(own.get(0), own.get(1));
      assertThat(changed)
          .containsOnlyKeys(NpiCore.ENCODER, NpiCore.EMBEDDINGS, NpiCore.HEADS, NpiCore.KEYS);
      int inputs = FramePack.inputSize(TASK.vocabulary()) + 1;
      int fields = TASK.vocabulary().observationSize();
      // The field times has three values; TAKE and SHIFT come after absent, WRITE, LEFT and RIGHT.
      assertThat(changed.get(NpiCore.ENCODER))
          .isNotEmpty()
          .map(i -> i % inputs)
          .allMatch(
              i -> (i >= fields - 3 && i < fields) || i == fields + 4 || i == fields + 5, "added");
      assertThat(changed.get(NpiCore.EMBEDDINGS)).map(i -> i % 7).containsOnly(5, 6);
      assertThat(changed.get(NpiCore.KEYS))
          .map(i -> i / EMBEDDING)
          .containsOnly(5, 6)
          .hasSize(2 * EMBEDDING);
      assertThat(changed.get(NpiCore.HEADS))
          .map(i -> i / (HIDDEN + 1))
          .containsOnly(1 + EMBEDDING + 4, 1 + EMBEDDING + 5)
          .hasSize(2 * (HIDDEN + 1));
    }
  }

  @Test
  void unfrozenAllIsTrained() {
    var own = after(settings(false), AdamSettings.DEFAULTS, FIRST, FIRST + 6);
    assertThat(changes(own.get(0), own.get(1)))
        .hasSameSizeAs(FAMILY.layout(settings(false), TASK).parameters());
  }

  @Test
  void onlyTasksThatCallAnothersProgramsHaveThem() {
    var addition = TraceTasks.task("addition-recursive");
    assertThat(FAMILY.engines(settings(true))).containsExactly(Engine.JVM);
    assertThatThrownBy(() -> FAMILY.layout(settings(true), addition))
        .hasMessage(
            "npi.subprograms.steps is 2, but no program of task 'trace/addition-recursive' calls"
                + " another task's. Set it to 0.");
    assertThatThrownBy(() -> new Subprograms(0, true))
        .hasMessageContaining("subprograms.steps is 0");
  }

  @Test
  void theCalledTasksVocabularyComesFirst() {
    var called = TASK.subprograms().orElseThrow();
    var own = TASK.vocabulary();
    assertThat(own.programs()).startsWith(called.programs().toArray(String[]::new));
    assertThat(own.fields().subList(0, called.fields().size())).isEqualTo(called.fields());
  }
}
