package org.seedbed.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.seedbed.model.LearningCurve.Point;
import org.seedbed.model.neuralgpu.DiagonalNeuralGpuFamily;
import org.seedbed.model.neuralgpu.NeuralGpuSettings;
import org.seedbed.model.population.AdamSettings;
import org.seedbed.model.population.Checkpoint;
import org.seedbed.model.population.PopulationState;
import org.seedbed.model.population.ScheduleState.Plateau;
import org.seedbed.model.population.ScheduleState.ReduceOnPlateau;
import org.seedbed.model.population.ScheduleState.TrainingWindows;
import org.seedbed.task.GeneratedExamples;
import org.seedbed.task.Level;
import org.seedbed.task.Task;
import org.seedbed.task.sequence.SequenceExample;
import org.seedbed.task.sequence.SequenceTasks;

class DiagnosisTest {
  private static final Task<SequenceExample> TASK = SequenceTasks.task("badd");
  private static final DiagonalNeuralGpuFamily FAMILY = new DiagonalNeuralGpuFamily();
  private static final NeuralGpuSettings SETTINGS =
      NeuralGpuSettings.DIAGONAL.withMaps(6).withoutRecall(1e-2);
  private static final AdamSettings ADAM = AdamSettings.DEFAULTS.withLearningRate(0.02);
  private static final HeldOut<SequenceExample> HELD_OUT = new HeldOut<>(TASK, 1);
  private static final int EXAMPLES = 80;

  private static Level level(int length) {
    return TASK.level(length, OptionalInt.empty());
  }

  private static TrainingPopulation<SequenceExample> population(Engine engine) {
    var layout = FAMILY.layout(SETTINGS, TASK);
    return population(engine, PopulationState.initial(layout, List.of(4L, 5L, 6L)));
  }

  private static TrainingPopulation<SequenceExample> population(
      Engine engine, PopulationState state) {
    Backend.start(1);
    return switch (engine) {
      case JVM -> new CompiledPopulation<>(() -> FAMILY.compiled(SETTINGS, TASK), state, ADAM, 1);
      case PYTORCH ->
          PyTorchPopulation.open(manager -> FAMILY.model(SETTINGS, TASK, manager), state, ADAM, 1);
    };
  }

  private static PopulationTrainer<SequenceExample> trainer() {
    var rule = new ReduceOnPlateau(Plateau.WINDOWS, 1, 0.5, 0.1);
    return new PopulationTrainer<>(
        new TrainingSettings(4, 3, EXAMPLES, 2, ADAM, rule),
        Curriculum.ofAllLevels(List.of(level(3), level(5)), false),
        new GeneratedExamples<>(TASK, 1),
        HELD_OUT);
  }

  private static Stream<Point> checks(LearningCurve curve) {
    return curve.points().stream();
  }

  /** The error of each curve is that of the trained seeds, scored again. */
  @Test
  void aCurveTellsErrorsBeyondTrainingAndTheLearningRate() {
    for (var engine : Engine.values()) {
      try (var population = population(engine)) {
        var trained =
            trainer()
                .diagnosing(List.of(level(7), level(9)), Optional.empty())
                .train(population, 12);
        for (int k = 0; k < 3; k++) {
          var points = trained.curves().get(k).points();
          var last = points.get(points.size() - 1).diagnosis().orElseThrow();
          var scored = FAMILY.evaluator(SETTINGS, TASK, 1);
          for (var at : last.beyond()) {
            var examples = HELD_OUT.examples("check", level(at.length()), 0, EXAMPLES);
            var evaluation =
                scored
                    .evaluate(List.of(population.parameters(k)), level(at.length()), examples)
                    .get(0);
            assertThat(at.error()).isEqualTo(evaluation.outputs().orElseThrow().error());
            assertThat(at.exact()).isEqualTo(evaluation.exact() / (double) EXAMPLES);
          }
          assertThat(last.beyond())
              .extracting(LearningCurve.AtLength::length)
              .containsExactly(7, 9);
          var schedule = population.schedules().get(k);
          assertThat(last.learningRate()).isCloseTo(0.02 * schedule.rate(), within(1e-9));
          var means = schedule.windows().means();
          assertThat(last.trainingLoss()).contains(means.get(means.size() - 1));
          assertThat(last.error()).isBetween(0.0, 1.0);
          assertThat(last.saturation().map(Saturation::costWeight))
              .contains(SETTINGS.saturationCost());
        }
      }
    }
  }

  /** A window goes on where it was cut. */
  @Test
  void trainingThatIsCutInsideAWindowIsTheSame() {
    for (var engine : Engine.values()) {
      var trainer = trainer().diagnosing(List.of(level(7)), Optional.empty());
      try (var whole = population(engine);
          var first = population(engine)) {
        trainer.train(whole, 12);
        trainer.train(first, 5);
        assertThat(first.schedules().get(0).windows().steps()).isEqualTo(1);
        try (var second = population(engine, first.state())) {
          trainer.train(second, 12);
          assertThat(second.state()).isEqualTo(whole.state());
        }
      }
    }
  }

  /** Nothing depends on them, so they cost nothing. */
  @Test
  void lossesThatNothingReadsAreNotKept() {
    var checks = new ReduceOnPlateau(Plateau.CHECKS, 1, 0.5, 0.1);
    var trainer =
        new PopulationTrainer<>(
            new TrainingSettings(4, 3, EXAMPLES, 2, ADAM, checks),
            Curriculum.ofAllLevels(List.of(level(3)), false),
            new GeneratedExamples<>(TASK, 1),
            HELD_OUT);
    try (var population = population(Engine.JVM)) {
      trainer.train(population, 6);
      assertThat(population.schedules())
          .allMatch(schedule -> schedule.windows().equals(TrainingWindows.NONE));
    }
  }

  @Test
  void checksWithoutFurtherLengthsExplainNothing() {
    try (var population = population(Engine.JVM)) {
      var curves = trainer().train(population, 6).curves();
      assertThat(curves.stream().flatMap(DiagnosisTest::checks))
          .allMatch(point -> point.diagnosis().isEmpty());
    }
  }

  @Test
  void aFurtherLengthMayChooseTheBestCheckpoint() {
    var none = Collections.nCopies(3, Optional.<Checkpoint>empty());
    try (var population = population(Engine.JVM)) {
      var trained =
          trainer()
              .keepingBest(none)
              .diagnosing(List.of(level(3), level(9)), Optional.of(level(3)))
              .train(population, 60);
      boolean differs = false;
      for (int k = 0; k < 3; k++) {
        var points = trained.curves().get(k).points();
        var chosen =
            points.stream()
                .min(
                    Comparator.comparingDouble((Point p) -> -exactAtFirst(p))
                        .thenComparing(Point::loss))
                .orElseThrow();
        var best = trained.best().get(k).orElseThrow();
        assertThat(best.exact()).isEqualTo((float) exactAtFirst(chosen));
        assertThat(best.step()).isEqualTo(chosen.step());
        assertThat(best.loss()).isEqualTo((float) chosen.loss());
        var byLast =
            points.stream()
                .min(Comparator.comparingDouble((Point p) -> -p.exact()).thenComparing(Point::loss))
                .orElseThrow();
        differs |= byLast.step() != best.step();
      }
      assertThat(differs).as("the choice matters").isTrue();
    }
  }

  /** Share that is exactly right at the first of the further lengths. */
  private static double exactAtFirst(Point point) {
    return point.diagnosis().orElseThrow().beyond().get(0).exact();
  }

  @Test
  void enginesCountTheSameWrongOutputs() {
    var examples = HELD_OUT.examples("check", level(9), 0, EXAMPLES);
    try (var jvm = population(Engine.JVM);
        var pytorch = population(Engine.PYTORCH)) {
      var found = jvm.scores(level(9), examples);
      var expected = pytorch.scores(level(9), examples);
      for (int k : IntStream.range(0, 3).toArray()) {
        assertThat(found.get(k).outputs()).isEqualTo(expected.get(k).outputs());
        assertThat(found.get(k).outputs().wrong()).isPositive();
      }
    }
  }
}
