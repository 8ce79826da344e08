package org.seedbed.model.seq2seq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.seedbed.engine.program.Arena;
import org.seedbed.model.CompiledPopulation;
import org.seedbed.model.LevelBatch;
import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.NativeMemory;
import org.seedbed.model.population.AdamSettings;
import org.seedbed.model.population.GradientTape;
import org.seedbed.model.population.Population;
import org.seedbed.model.population.PopulationState;
import org.seedbed.task.Level;
import org.seedbed.task.sequence.SequenceExample;
import org.seedbed.task.sequence.SequenceTask;
import org.seedbed.task.sequence.SequenceTasks;

class SequenceToSequenceTest {
  private static final SequenceTask TASK = SequenceTasks.task("badd");
  private static final int SYMBOLS = TASK.level(7, OptionalInt.empty()).modulus();
  private static final List<List<Double>> SHARES = List.of(List.of(0.25, 0.75), List.of(1.0, 0.0));

  @RegisterExtension final NativeMemory nativeMemory = new NativeMemory();

  static List<SequenceToSequenceSettings> variants() {
    return List.of(
        new SequenceToSequenceSettings(5, false, false, 0.6, 1),
        new SequenceToSequenceSettings(4, true, true, 0.6, 0.5));
  }

  private static LevelBatch<SequenceExample> batch(int length, int size) {
    var level = TASK.level(length, OptionalInt.empty());
    return new LevelBatch<>(
        level, LongStream.range(0, size).mapToObj(i -> TASK.example(2, level, i)).toList());
  }

  private static double reference(
      SequenceToSequenceSettings settings,
      double[] row,
      List<LevelBatch<SequenceExample>> batches,
      List<Double> shares) {
    var reference = new ReferenceSequenceToSequence(settings, SYMBOLS, row);
    double loss = 0;
    for (int b = 0; b < batches.size(); b++) {
      for (var example : batches.get(b).examples()) {
        loss += shares.get(b) * reference.loss(example) / batches.get(b).examples().size();
      }
    }
    return loss;
  }

  @ParameterizedTest
  @MethodSource("variants")
  void lossesAndGradientsAreTheReferences(SequenceToSequenceSettings settings) {
    var batches = List.of(batch(7, 3), batch(12, 2));
    var layout = SequenceToSequenceLayout.of(settings, SYMBOLS);
    var state = PopulationState.initial(layout, List.of(3L, 4L));
    try (var model = new SequenceToSequence(settings, SYMBOLS, DataType.FLOAT64);
        var population = new Population(nativeMemory.manager(), layout, state, DataType.FLOAT64);
        var tape = GradientTape.start(nativeMemory.manager())) {
      var parameters = population.parameters(tape);
      NDArray losses = model.losses(parameters, batches, new TrainingStep(1, 3, SHARES)).values();
      tape.backward(losses);
      double[] found = losses.toDoubleArray();
      double[] gradient = parameters.gradient().toDoubleArray();
      var random = new SplittableRandom(5);
      for (int k = 0; k < 2; k++) {
        float[] initial = state.members().get(k).parameters();
        double[] row = IntStream.range(0, initial.length).mapToDouble(i -> initial[i]).toArray();
        // The weights of examples are 32-bit floats.
        assertThat(found[k])
            .isCloseTo(reference(settings, row, batches, SHARES.get(k)), within(1e-7));
        for (int trial = 0; trial < 60; trial++) {
          int i = random.nextInt(row.length);
          double at = row[i];
          row[i] = at + 1e-6;
          double above = reference(settings, row, batches, SHARES.get(k));
          row[i] = at - 1e-6;
          double below = reference(settings, row, batches, SHARES.get(k));
          row[i] = at;
          assertThat(gradient[k * row.length + i]).isCloseTo((above - below) / 2e-6, within(1e-6));
        }
      }
    }
  }

  /** A right symbol at each position, given right ones before it, makes a right answer. */
  @Test
  void anAnswerOfOwnSymbolsIsRightIfEachSymbolIs() {
    var settings = new SequenceToSequenceSettings(24, false, false, 0.3, 1);
    var family = new LstmFamily();
    var copy = SequenceTasks.task("copy");
    var level = copy.level(3, OptionalInt.empty());
    float[] trained = trained(family, settings, copy, level);
    var examples = LongStream.range(5000, 5064).mapToObj(i -> copy.example(2, level, i)).toList();
    var compiled = family.compiled(settings, copy);

    int exact =
        compiled
            .prepareScores(level, examples)
            .run(compiled.packed(trained), Arena.origin())
            .exact();
    var own = family.evaluator(settings, copy, 1).evaluate(List.of(trained), level, examples);

    assertThat(own.get(0).exact()).isEqualTo(exact).isGreaterThan(3);
  }

  private static float[] trained(
      LstmFamily family, SequenceToSequenceSettings settings, SequenceTask task, Level level) {
    var state = PopulationState.initial(family.layout(settings, task), List.of(3L));
    try (var population =
        new CompiledPopulation<>(
            () -> family.compiled(settings, task),
            state,
            AdamSettings.DEFAULTS.withLearningRate(0.01),
            1)) {
      for (int step = 0; step < 200; step++) {
        int first = 16 * step;
        var examples =
            LongStream.range(first, first + 16).mapToObj(i -> task.example(2, level, i)).toList();
        population.train(
            List.of(new LevelBatch<>(level, examples)), TrainingStep.onOneBatch(1, step, 1));
      }
      return population.parameters(0);
    }
  }

  @Test
  void forgetGatesBeginWithTheirBias() {
    var settings = new SequenceToSequenceSettings(3, false, false, 0.08, 1);
    var layout = SequenceToSequenceLayout.of(settings, SYMBOLS);
    float[] row = PopulationState.initial(layout, List.of(9L)).members().get(0).parameters();
    int columns = SYMBOLS + 3 + 1;
    for (int r = 0; r < 12; r++) {
      float bias = row[layout.offset("decoder/gates") + r * columns + columns - 1];
      assertThat(Math.abs(bias) <= 0.08).isEqualTo(r < 3 || r >= 6);
      assertThat(r >= 3 && r < 6).isEqualTo(bias == 1);
    }
  }
}
