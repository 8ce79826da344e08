package org.seedbed.model.neuralgpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.seedbed.model.LevelBatch;
import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.NativeMemory;
import org.seedbed.model.neuralgpu.NeuralGpuSettings.Dropout;
import org.seedbed.model.neuralgpu.NeuralGpuSettings.Relaxation;
import org.seedbed.model.population.GradientTape;
import org.seedbed.model.population.Initialization;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.model.population.Population;
import org.seedbed.model.population.PopulationState;
import org.seedbed.model.population.PopulationState.Member;
import org.seedbed.model.population.ScheduleState;
import org.seedbed.task.TaskCatalogue;
import org.seedbed.task.sequence.SequenceExample;
import org.seedbed.task.sequence.SequenceTask;

class NeuralGpuTest {
  private static final int SYMBOLS = 4;
  private static final SequenceTask TASK = (SequenceTask) TaskCatalogue.task("neural-gpu/badd");

  @RegisterExtension final NativeMemory nativeMemory = new NativeMemory();

  static List<NeuralGpuSettings> variants() {
    return List.of(
        new NeuralGpuSettings(
            6,
            1,
            1,
            true,
            true,
            Dropout.CANDIDATE_AND_INPUT,
            1,
            0.05,
            false,
            0.9,
            new NeuralGpuSettings.Padding(true, true),
            NeuralGpuSettings.Initial.GLOROT,
            Relaxation.NONE,
            NeuralGpuSettings.Extrapolation.NONE),
        new NeuralGpuSettings(
            3,
            1,
            2,
            true,
            true,
            Dropout.CANDIDATE,
            1,
            0.05,
            true,
            0.9,
            new NeuralGpuSettings.Padding(true, false),
            NeuralGpuSettings.Initial.GLOROT,
            new Relaxation(2, 0, 1, 1),
            new NeuralGpuSettings.Extrapolation(true, 0)),
        PlainNeuralGpu.settings(
            6, 1, 1, true, true, Dropout.CANDIDATE, 1, 0.05, 0.9, Relaxation.NONE),
        PlainNeuralGpu.settings(
            3, 4, 2, false, false, Dropout.STATE, 1, 0.05, 0.9, new Relaxation(2, 0, 1, 1)),
        PlainNeuralGpu.settings(3, 3, 1, true, true, Dropout.STATE, 1, 0, 0.9, Relaxation.NONE),
        PlainNeuralGpu.settings(
            3, 1, 2, false, true, Dropout.CANDIDATE, 1, 0.05, 0.7, Relaxation.NONE));
  }

  private static LevelBatch<SequenceExample> batch(int length, int size) {
    var level = TASK.level(length, OptionalInt.empty());
    return new LevelBatch<>(
        level, LongStream.range(0, size).mapToObj(i -> TASK.example(1, level, i)).toList());
  }

  /** Returns larger parameters than initial ones, so that gates saturate. */
  private static float[] row(ParameterLayout layout, long seed) {
    var random = new SplittableRandom(seed);
    float[] row = new float[layout.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = (float) (1.2 * (2 * random.nextDouble() - 1));
    }
    return row;
  }

  private static PopulationState state(ParameterLayout layout, int width) {
    return new PopulationState(
        0,
        IntStream.range(0, width)
            .mapToObj(
                k ->
                    new Member(
                        k,
                        -1,
                        ScheduleState.START,
                        row(layout, k),
                        new float[layout.size()],
                        new float[layout.size()]))
            .toList());
  }

  private Population population(NeuralGpuSettings settings, int width) {
    var layout = NeuralGpu.layoutOf(settings, SYMBOLS);
    return new Population(nativeMemory.manager(), layout, state(layout, width), DataType.FLOAT64);
  }

  private static double[] doubles(float[] row) {
    return IntStream.range(0, row.length).mapToDouble(i -> row[i]).toArray();
  }

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Result(double[] losses, double[] gradient) {}

  private Result result(
      NeuralGpuSettings settings,
      Population population,
      List<LevelBatch<SequenceExample>> batches,
      List<List<Double>> shares) {
    try (var model = new NeuralGpu(settings, SYMBOLS, DataType.FLOAT64);
        var tape = GradientTape.start(nativeMemory.manager())) {
      var parameters = population.parameters(tape);
      NDArray losses = model.losses(parameters, batches, new TrainingStep(1, 3, shares)).values();
      tape.backward(losses);
      return new Result(losses.toDoubleArray(), parameters.gradient().toDoubleArray());
    }
  }

  private static double reference(
      NeuralGpuSettings settings,
      double[] row,
      List<LevelBatch<SequenceExample>> batches,
      List<Double> shares) {
    var reference = new ReferenceNeuralGpu(settings, NeuralGpu.layoutOf(settings, SYMBOLS), row);
    double loss = 0;
    for (int b = 0; b < batches.size(); b++) {
      for (var example : batches.get(b).examples()) {
        loss += shares.get(b) * reference.loss(example) / batches.get(b).examples().size();
      }
    }
    return loss;
  }

  /**
   * Checks the forward pass and the hand-written backward pass of both units; each training
   * technique is on in some variant.
   */
  @ParameterizedTest
  @MethodSource("variants")
  void gradientsAgreeWithFiniteDifferencesOfTheReference(NeuralGpuSettings settings) {
    var batches = List.of(batch(3, 2), batch(7, 1), batch(5, 2));
    var shares = List.of(List.of(0.2, 0.5, 0.3), List.of(1.0, 0.0, 0.0));
    var layout = NeuralGpu.layoutOf(settings, SYMBOLS);
    try (var population = population(settings, 2)) {
      var result = result(settings, population, batches, shares);
      var random = new SplittableRandom(5);
      double step = 1e-6;
      int moved = 0;
      for (int trial = 0; trial < 150; trial++) {
        int k = random.nextInt(2);
        int parameter = random.nextInt(layout.size());
        double[] row = doubles(row(layout, k));
        row[parameter] += step;
        double up = reference(settings, row, batches, shares.get(k));
        row[parameter] -= 2 * step;
        double down = reference(settings, row, batches, shares.get(k));
        double difference = (up - down) / (2 * step);
        assertThat(result.gradient()[k * layout.size() + parameter])
            .as("seed %d, parameter %d", k, parameter)
            .isCloseTo(difference, within(1e-6));
        moved += Math.abs(difference) > 1e-4 ? 1 : 0;
      }
      assertThat(moved).as("gradients that are not nothing").isGreaterThan(30);
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void lossesAreTheReferencesWithoutTheCostOfSaturation(NeuralGpuSettings settings) {
    var plain =
        new NeuralGpuSettings(
            settings.maps(),
            settings.rows(),
            settings.layers(),
            settings.hard(),
            settings.shiftGates(),
            settings.dropout(),
            1,
            0,
            false,
            settings.saturationLimit(),
            settings.padding(),
            NeuralGpuSettings.Initial.GLOROT,
            settings.relaxation(),
            settings.extrapolation());
    var batches = List.of(batch(5, 2), batch(3, 3));
    var shares = List.of(List.of(0.25, 0.75), List.of(0.5, 0.5), List.of(0.0, 1.0));
    var layout = NeuralGpu.layoutOf(settings, SYMBOLS);
    try (var population = population(settings, 3)) {
      double[] losses = result(settings, population, batches, shares).losses();
      for (int k = 0; k < 3; k++) {
        assertThat(losses[k])
            .isCloseTo(
                reference(plain, doubles(row(layout, k)), batches, shares.get(k)), within(1e-7));
      }
    }
  }

  /** Dropout masks are a function of the step, so that finite differences see the same ones. */
  @ParameterizedTest
  @MethodSource("variants")
  void gradientsGoThroughDropout(NeuralGpuSettings without) {
    var settings =
        new NeuralGpuSettings(
            without.maps(),
            without.rows(),
            without.layers(),
            without.hard(),
            without.shiftGates(),
            without.dropout(),
            0.7,
            0,
            false,
            0.9,
            without.padding(),
            NeuralGpuSettings.Initial.GLOROT,
            new Relaxation(without.relaxation().sets(), 0.1, 1.5, 2),
            without.extrapolation());
    var batches = List.of(batch(5, 2));
    var shares = List.of(List.of(1.0));
    var layout = NeuralGpu.layoutOf(settings, SYMBOLS);
    try (var population = population(settings, 1)) {
      var result = result(settings, population, batches, shares);
      var random = new SplittableRandom(6);
      int checked = 0;
      for (int trial = 0; trial < 40; trial++) {
        int parameter = random.nextInt(layout.size());
        double difference = difference(settings, layout, parameter, 1e-5f, batches, shares);
        double wider = difference(settings, layout, parameter, 2e-5f, batches, shares);
        if (Math.abs(difference - wider) > 1e-5) {
          continue; // A kink of a hard nonlinearity lies in between.
        }
        checked++;
        assertThat(result.gradient()[parameter])
            .as("parameter %d", parameter)
            .isCloseTo(difference, within(2e-5));
      }
      assertThat(checked).isGreaterThan(30);
      double[] plain = result(without, population, batches, shares).losses();
      assertThat(result.losses()[0]).isNotCloseTo(plain[0], within(1e-6));
    }
  }

  private double difference(
      NeuralGpuSettings settings,
      ParameterLayout layout,
      int parameter,
      float step,
      List<LevelBatch<SequenceExample>> batches,
      List<List<Double>> shares) {
    double[] losses = new double[2];
    double[] at = new double[2];
    for (int side = 0; side < 2; side++) {
      float[] row = row(layout, 0);
      row[parameter] += side == 0 ? -step : step;
      at[side] = row[parameter];
      var member =
          new Member(
              0, -1, ScheduleState.START, row, new float[layout.size()], new float[layout.size()]);
      try (var moved =
          new Population(
              nativeMemory.manager(),
              layout,
              new PopulationState(0, List.of(member)),
              DataType.FLOAT64)) {
        losses[side] = result(settings, moved, batches, shares).losses()[0];
      }
    }
    return (losses[1] - losses[0]) / (at[1] - at[0]);
  }

  /** Compares the same sequence alone, beside shorter ones, and beside much longer ones. */
  @ParameterizedTest
  @MethodSource("variants")
  void longerPaddingChangesNothing(NeuralGpuSettings settings) {
    var example = batch(7, 1).examples().get(0);
    var level = TASK.level(7, OptionalInt.empty());
    try (var model = new NeuralGpu(settings, SYMBOLS, DataType.FLOAT64);
        var population = population(settings, 2);
        var scope = GradientTape.off(nativeMemory.manager())) {
      var parameters = population.parameters(scope);
      var alone = model.scores(parameters, level, List.of(example));
      var mixed = new ArrayList<>(batch(41, 2).examples());
      mixed.add(example);
      mixed.addAll(batch(3, 2).examples());
      var answers = model.answers(parameters, level, mixed);
      var answer = model.answers(parameters, level, List.of(example));
      for (int k = 0; k < 2; k++) {
        assertThat(answers.get(k).get(2)).containsExactly(answer.get(k).get(0));
        assertThat(alone.get(k).exact())
            .isEqualTo(example.isSolvedBy(answer.get(k).get(0)) ? 1 : 0);
      }
      double together = model.scores(parameters, level, mixed).get(1).loss();
      double sum = 0;
      for (var one : mixed) {
        sum += model.scores(parameters, level, List.of(one)).get(1).loss();
      }
      assertThat(together).isCloseTo(sum / mixed.size(), within(1e-7));
    }
  }

  /** One step of the diagonal unit, m = 3, calculated by hand. */
  @Test
  void takesADiagonalStepWorkedOutByHand() {
    var settings =
        PlainNeuralGpu.settings(3, 1, 1, true, true, Dropout.CANDIDATE, 1, 0, 0.9, Relaxation.NONE);
    var layout = NeuralGpu.layoutOf(settings, SYMBOLS);
    double[] row = new double[layout.size()];
    Arrays.fill(
        row,
        layout.offset("layer0/set0/reset/bias"),
        layout.offset("layer0/set0/reset/bias") + 3,
        0.5);
    Arrays.fill(
        row,
        layout.offset("layer0/set0/gate/bias"),
        layout.offset("layer0/set0/gate/bias") + 3,
        0.7);
    // The candidate of map 1 reads map 1 of the left neighbour with weight 2.
    row[layout.offset("layer0/set0/candidate/kernel") + (3 + 1) * 3] = 2;
    double[][][] state = {{{0.4, 0.2, -0.6}, {0.1, 0.3, 0.5}}};
    double[][][] next = new ReferenceNeuralGpu(settings, layout, row).apply("layer0/set0", state);
    // r = hs(0.5) = 0.75, g = hs(0.7) = 0.85; c of map 1 at position 1 is 2·0.75·0.2 = 0.3.
    // Map 0 is carried over from the right, map 1 from the left, map 2 stays.
    assertThat(next[0][0])
        .containsExactly(new double[] {0.85 * 0.1, 0, 0.85 * -0.6}, within(1e-12));
    assertThat(next[0][1])
        .containsExactly(new double[] {0, 0.85 * 0.2 + 0.15 * 0.3, 0.85 * 0.5}, within(1e-12));
  }

  /** One step of the original unit, m = 1, two rows, calculated by hand. */
  @Test
  void takesAnOriginalStepWorkedOutByHand() {
    var settings =
        PlainNeuralGpu.settings(1, 2, 1, false, false, Dropout.STATE, 1, 0, 0.9, Relaxation.NONE);
    var layout = NeuralGpu.layoutOf(settings, SYMBOLS);
    double[] row = new double[layout.size()];
    row[layout.offset("layer0/set0/reset/bias")] = 1;
    row[layout.offset("layer0/set0/gate/bias")] = 1;
    // The candidate reads the cell above it: row −1, column 0 of a 3×3 kernel.
    row[layout.offset("layer0/set0/candidate/kernel") + 1] = 3;
    double[][][] state = {{{0.5}}, {{-0.25}}};
    double[][][] next = new ReferenceNeuralGpu(settings, layout, row).apply("layer0/set0", state);
    double open = 1.2 / (1 + Math.exp(-1)) - 0.1; // 0.777…
    assertThat(next[0][0][0]).isCloseTo(open * 0.5, within(1e-12));
    assertThat(next[1][0][0])
        .isCloseTo(open * -0.25 + (1 - open) * Math.tanh(3 * open * 0.5), within(1e-12));
  }

  /** ±1.8·√(3 / fan in) for kernels; ±1.7 for embeddings, but 0 for padding. */
  @Test
  void theOriginalStartsAsItsCodeDoes() {
    var layout = NeuralGpu.layoutOf(NeuralGpuSettings.ORIGINAL, SYMBOLS);
    float[] row = Initialization.of(1, layout);
    double embedding = 0;
    for (int i = 0; i < 24 * SYMBOLS; i++) {
      float value = row[layout.offset("embedding") + i];
      embedding = Math.max(embedding, Math.abs(value));
      assertThat(value == 0).isEqualTo(i % SYMBOLS == 0);
    }
    assertThat(embedding).isBetween(1.6, 1.7);
    double kernel = 0;
    for (int i = 0; i < 24 * 24 * 9; i++) {
      kernel = Math.max(kernel, Math.abs(row[layout.offset("layer1/set3/gate/kernel") + i]));
    }
    assertThat(kernel).isCloseTo(1.8 * Math.sqrt(3.0 / (9 * 24)), within(1e-3));
  }
}
