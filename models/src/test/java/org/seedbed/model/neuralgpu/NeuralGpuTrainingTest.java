package org.seedbed.model.neuralgpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.seedbed.model.Backend;
import org.seedbed.model.Curriculum;
import org.seedbed.model.HeldOut;
import org.seedbed.model.LearningCurve;
import org.seedbed.model.PopulationTrainer;
import org.seedbed.model.PyTorchPopulation;
import org.seedbed.model.TrainingSettings;
import org.seedbed.model.neuralgpu.NeuralGpuSettings.Dropout;
import org.seedbed.model.neuralgpu.NeuralGpuSettings.Relaxation;
import org.seedbed.model.population.AdamSettings;
import org.seedbed.model.population.Population;
import org.seedbed.model.population.PopulationState;
import org.seedbed.model.population.ScheduleState.Plateau;
import org.seedbed.model.population.ScheduleState.ReduceOnPlateau;
import org.seedbed.task.GeneratedExamples;
import org.seedbed.task.sequence.SequenceTask;
import org.seedbed.task.sequence.SequenceTasks;

class NeuralGpuTrainingTest {
  private static final SequenceTask TASK = SequenceTasks.task("copy");

  // Everything that depends on the step is on: a resumed training must restore it.
  private static final TrainingSettings TRAINING =
      new TrainingSettings(
          4,
          4,
          8,
          6,
          new AdamSettings(
              AdamSettings.Rule.ADAMAX,
              0.02,
              0.9,
              0.9995,
              0.99,
              2000,
              1e-8,
              true,
              0,
              1,
              0,
              0,
              1e-4),
          new ReduceOnPlateau(Plateau.CHECKS, 2, 0.7, 0.1));

  static List<NeuralGpuSettings> models() {
    return List.of(
        PlainNeuralGpu.settings(
            12, 1, 1, true, true, Dropout.CANDIDATE, 0.9, 1e-2, 0.9, Relaxation.NONE),
        PlainNeuralGpu.settings(
            6, 2, 2, false, false, Dropout.STATE, 0.8, 0, 0.9, new Relaxation(2, 0.01, 1.2, 3)));
  }

  @BeforeAll
  static void start() {
    Backend.start(1);
  }

  private static Curriculum curriculum(Curriculum.Rule rule) {
    var levels = List.of(2, 4, 6).stream().map(n -> TASK.level(n, OptionalInt.empty())).toList();
    return new Curriculum(levels, rule, Curriculum.Draw.BATCH, 1, 0.5, true);
  }

  private static PopulationState initial(NeuralGpuSettings settings, long... seeds) {
    return PopulationState.initial(
        NeuralGpu.layoutOf(settings, 7), LongStream.of(seeds).boxed().toList());
  }

  private record Trained(PopulationState state, List<LearningCurve> curves, int tensorsLeft) {}

  private static Trained train(
      NeuralGpuSettings settings, PopulationState from, Curriculum.Rule rule, long until) {
    return train(settings, from, rule, until, DataType.FLOAT32);
  }

  private static Trained train(
      NeuralGpuSettings settings,
      PopulationState from,
      Curriculum.Rule rule,
      long until,
      DataType type) {
    try (var manager = Backend.newManager();
        var model = new NeuralGpu(settings, 7, type);
        var population = new Population(manager, model.layout(), from, type)) {
      var trainer =
          new PopulationTrainer<>(
              TRAINING, curriculum(rule), new GeneratedExamples<>(TASK, 1), new HeldOut<>(TASK, 1));
      int owned = population.manager().getManagedArrays().size();
      var curves =
          trainer
              .train(new PyTorchPopulation<>(model, population, TRAINING.adam(), 1), until)
              .curves();
      int left = population.manager().getManagedArrays().size() - owned;
      return new Trained(population.state(), curves, left);
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void pausingIsAsIfItHadNotBeen(NeuralGpuSettings settings) {
    var whole = train(settings, initial(settings, 1, 2), Curriculum.Rule.ADAPTIVE, 20);
    var half = train(settings, initial(settings, 1, 2), Curriculum.Rule.ADAPTIVE, 10);
    var rest = train(settings, half.state(), Curriculum.Rule.ADAPTIVE, 20);
    assertThat(rest.state()).isEqualTo(whole.state());
    assertThat(whole.tensorsLeft()).isZero();
  }

  @ParameterizedTest
  @MethodSource("models")
  void collectionsChangeNothing(NeuralGpuSettings settings) {
    var calm = train(settings, initial(settings, 1, 2), Curriculum.Rule.ALL_LEVELS, 4);
    var collector =
        new Thread(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                System.gc();
              }
            });
    collector.start();
    try {
      var collected = train(settings, initial(settings, 1, 2), Curriculum.Rule.ALL_LEVELS, 4);
      assertThat(collected.state()).isEqualTo(calm.state());
    } finally {
      collector.interrupt();
    }
  }

  /**
   * The fast seed makes the population train on lengths that the slow seed has not reached. Runs in
   * 64 bits, because rounding differs with the shape of a product and AdaMax amplifies it.
   */
  @Test
  void aSeedsStageIsItsOwn() {
    var settings = models().get(0);
    var rule = Curriculum.Rule.ADAPTIVE;
    var together = train(settings, initial(settings, 1, 2, 3), rule, 40, DataType.FLOAT64);
    for (int k = 0; k < 3; k++) {
      var alone = train(settings, initial(settings, k + 1), rule, 40, DataType.FLOAT64);
      var own = alone.curves().get(0).points();
      var shared = together.curves().get(k).points();
      for (int i = 0; i < own.size(); i++) {
        assertThat(shared.get(i).stage()).isEqualTo(own.get(i).stage());
        assertThat(shared.get(i).loss()).isCloseTo(own.get(i).loss(), within(1e-6));
      }
    }
    var stages = together.curves().stream().map(curve -> curve.points().get(2).stage()).toList();
    assertThat(stages).as("stages that differ, or the test says nothing").containsAnyOf(0, 1);
    assertThat(stages.stream().distinct().count()).isGreaterThan(1);
  }

  @Test
  void learnsToCopy() {
    var settings = models().get(0);
    var trained = train(settings, initial(settings, 1, 2, 3, 4), Curriculum.Rule.ALL_LEVELS, 200);
    assertThat(trained.curves())
        .anyMatch(curve -> curve.points().get(curve.points().size() - 1).exact() == 1);
  }
}
