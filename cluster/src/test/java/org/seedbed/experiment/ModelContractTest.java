package org.seedbed.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.seedbed.model.Backend;
import org.seedbed.model.LevelBatch;
import org.seedbed.model.Model.BatchScore;
import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.ModelCatalogue;
import org.seedbed.model.population.GradientTape;
import org.seedbed.model.population.Initialization;
import org.seedbed.model.population.Population;
import org.seedbed.task.Level;

/** What every model promises. No family can be added without: the catalogue is asked for all. */
class ModelContractTest {
  private static final int EXAMPLES = 4;
  private static final List<Long> SEEDS = List.of(3L, 1L, 8L);

  @TestFactory
  Stream<DynamicTest> everyModelKeepsItsContract() {
    return ModelCatalogue.families().stream()
        .map(family -> ExperimentModel.of(ExperimentFile.defaultsOf(family.name())))
        .flatMap(ModelContractTest::testsOf);
  }

  private static <E> Stream<DynamicTest> testsOf(ExperimentModel<E> model) {
    String name = model.experiment().model();
    return Stream.of(
        dynamicTest(name + ": its defaults come back", () -> defaultsComeBack(model)),
        dynamicTest(name + ": layout of family and model are one", () -> layoutsAgree(model)),
        dynamicTest(name + ": losses and gradients are finite", () -> lossesAreFinite(model)),
        dynamicTest(name + ": neighbours have no influence", () -> neighboursDoNotCount(model)),
        dynamicTest(name + ": batch elements have none", () -> batchElementsDoNotCount(model)),
        dynamicTest(name + ": seeds are evaluated alike, together or not", () -> evaluates(model)));
  }

  private static Level level(ExperimentModel<?> model) {
    return model.task().level(model.task().shortestLength() + 2, OptionalInt.empty());
  }

  private static <E> List<E> examples(ExperimentModel<E> model) {
    return LongStream.range(0, EXAMPLES)
        .mapToObj(index -> model.task().example(1, level(model), index))
        .toList();
  }

  private static void defaultsComeBack(ExperimentModel<?> model) {
    String yaml = ExperimentFile.write(model.experiment());
    assertThat(ExperimentFile.read(yaml, java.util.Map.of())).isEqualTo(model.experiment());
    assertThat(model.title()).isNotBlank();
  }

  private static void layoutsAgree(ExperimentModel<?> model) {
    Backend.start(1);
    try (var manager = Backend.newManager();
        var made = model.newModel(manager)) {
      assertThat(made.layout().parameters()).isEqualTo(model.layout().parameters()).isNotEmpty();
    }
  }

  /** Losses {@code [K]}, then the gradient's absolute sum. */
  private static <E> float[] losses(ExperimentModel<E> model, List<Long> seeds) {
    Backend.start(1);
    try (var manager = Backend.newManager();
        var made = model.newModel(manager);
        var population = Population.initial(manager, model.layout(), seeds);
        var tape = GradientTape.start(manager)) {
      var parameters = population.parameters(tape);
      var batches = List.of(new LevelBatch<>(level(model), examples(model)));
      var losses =
          made.losses(parameters, batches, TrainingStep.onOneBatch(1, 0, seeds.size())).values();
      tape.backward(losses);
      float sum = parameters.gradient().abs().sum().toFloatArray()[0];
      float[] all = java.util.Arrays.copyOf(losses.toFloatArray(), seeds.size() + 1);
      all[seeds.size()] = sum;
      return all;
    }
  }

  private static void lossesAreFinite(ExperimentModel<?> model) {
    float[] losses = losses(model, SEEDS);
    for (float value : losses) {
      assertThat(value).isFinite();
    }
    assertThat(losses[SEEDS.size()]).isPositive();
  }

  private static void neighboursDoNotCount(ExperimentModel<?> model) {
    float[] together = losses(model, SEEDS);
    for (int k = 0; k < SEEDS.size(); k++) {
      assertThat(losses(model, List.of(SEEDS.get(k)))[0])
          .isCloseTo(together[k], within(1e-4f * Math.max(1, Math.abs(together[k]))));
    }
  }

  private static <E> List<BatchScore> scores(ExperimentModel<E> model, List<E> batch) {
    Backend.start(1);
    try (var manager = Backend.newManager();
        var made = model.newModel(manager);
        var population = Population.initial(manager, model.layout(), SEEDS);
        var tape = GradientTape.off(manager)) {
      return made.scores(population.parameters(tape), level(model), batch);
    }
  }

  private static <E> void batchElementsDoNotCount(ExperimentModel<E> model) {
    var together = scores(model, examples(model));
    int[] exact = new int[SEEDS.size()];
    for (var example : examples(model)) {
      var alone = scores(model, List.of(example));
      for (int k = 0; k < exact.length; k++) {
        exact[k] += alone.get(k).exact();
      }
    }
    assertThat(together)
        .extracting(BatchScore::exact)
        .containsExactly(exact[0], exact[1], exact[2]);
  }

  private static <E> void evaluates(ExperimentModel<E> model) {
    var parameters = SEEDS.stream().map(seed -> Initialization.of(seed, model.layout())).toList();
    var evaluator = model.evaluator();
    var together = evaluator.evaluate(parameters, level(model), examples(model));
    assertThat(together).hasSameSizeAs(SEEDS);
    for (int k = 0; k < SEEDS.size(); k++) {
      assertThat(evaluator.evaluate(List.of(parameters.get(k)), level(model), examples(model)))
          .containsExactly(together.get(k));
    }
    assertThat(evaluator.render(parameters.get(0), level(model), examples(model).get(0)))
        .isNotBlank();
    assertThat(evaluator.renderingNote()).isNotBlank();
    evaluator.verify(parameters).ifPresent(all -> assertThat(all).hasSameSizeAs(SEEDS));
  }
}
