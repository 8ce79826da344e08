package org.seedbed.model.neuralgpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.seedbed.engine.program.Arena;
import org.seedbed.model.Backend;
import org.seedbed.model.LevelBatch;
import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.neuralgpu.NeuralGpuSettings.Dropout;
import org.seedbed.model.neuralgpu.NeuralGpuSettings.Padding;
import org.seedbed.model.neuralgpu.NeuralGpuSettings.Relaxation;
import org.seedbed.model.population.GradientTape;
import org.seedbed.model.population.Initialization;
import org.seedbed.model.population.Population;
import org.seedbed.model.population.ScheduleState;
import org.seedbed.model.population.ScheduleState.TrainingWindows;
import org.seedbed.model.population.StepLoss;
import org.seedbed.task.sequence.SequenceExample;
import org.seedbed.task.sequence.SequenceTasks;

class FadingSaturationTest {
  private static final List<LevelBatch<SequenceExample>> BATCHES = List.of(batch(5), batch(9));
  private static final List<Double> SHARES = List.of(0.25, 0.75);

  private static LevelBatch<SequenceExample> batch(int length) {
    var task = SequenceTasks.task("badd");
    var level = task.level(length, OptionalInt.empty());
    return new LevelBatch<>(
        level, LongStream.range(0, 6).mapToObj(i -> task.example(1, level, i)).toList());
  }

  private static NeuralGpuSettings settings(double cost, boolean fades) {
    return new NeuralGpuSettings(
        6,
        1,
        1,
        true,
        true,
        Dropout.CANDIDATE,
        1,
        cost,
        fades,
        0.9,
        new Padding(true, true),
        NeuralGpuSettings.Initial.GLOROT,
        Relaxation.NONE,
        NeuralGpuSettings.Extrapolation.NONE);
  }

  /** Returns parameters large enough to saturate. */
  private static float[] parameters(NeuralGpuSettings settings) {
    float[] row = Initialization.of(3, NeuralGpu.layoutOf(settings, 4));
    for (int i = 0; i < row.length; i++) {
      row[i] *= 4;
    }
    return row;
  }

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Result(StepLoss loss, float[] gradient) {}

  private static Result result(NeuralGpuSettings settings, float bound) {
    var model = new CompiledNeuralGpu(settings, 4);
    var windows = new TrainingWindows(0, 0, 0, List.of(), bound);
    var schedule = ScheduleState.START.with(windows);
    var step = new TrainingStep(1, 3, List.of(SHARES), List.of(), List.of(schedule));
    var run = model.prepare(BATCHES, step);
    float[] packed = model.packed(parameters(settings));
    float[] gradient = new float[model.packing().packedSize()];
    var loss = run.run(0, packed, Arena.origin(), gradient, 0);
    return new Result(loss, model.packing().unpack(gradient, 0));
  }

  @Test
  void itsWeightIsAtMostTheBound() {
    var bounded = result(settings(0.1, true), 0.004f);
    assertThat(bounded.gradient())
        .containsExactly(result(settings(0.004f, false), Float.POSITIVE_INFINITY).gradient());
    assertThat(bounded.gradient())
        .isNotEqualTo(result(settings(0.1, false), 0.004f).gradient())
        .isNotEqualTo(result(settings(0.1, true), 0.003f).gradient());
    assertThat(result(settings(0.1, true), 5).gradient())
        .containsExactly(result(settings(0.1, false), 5).gradient());
    assertThat(result(settings(0.1, true), 1e-20f).gradient())
        .containsExactly(result(settings(0, false), 5).gradient());
  }

  /** The cost is unweighted, whatever its weight: that of the next window depends on it. */
  @Test
  void itsCostIsThatOfTheReference() {
    var settings = settings(0.1, true);
    var row = parameters(settings);
    double[] doubles = IntStream.range(0, row.length).mapToDouble(i -> row[i]).toArray();
    double cost = 0;
    for (int b = 0; b < 2; b++) {
      var examples = BATCHES.get(b).examples();
      for (var example : examples) {
        var reference = new ReferenceNeuralGpu(settings, NeuralGpu.layoutOf(settings, 4), doubles);
        reference.loss(example);
        cost += SHARES.get(b) * reference.cost(example.length()) / examples.size();
      }
    }
    for (float bound : new float[] {1, 1e-3f, 1e-20f}) {
      var loss = result(settings, bound).loss();
      assertThat(loss.cost().orElseThrow()).isCloseTo(cost, within(1e-4 * cost));
      assertThat(loss.loss()).isEqualTo(result(settings(0.1, false), bound).loss().loss());
    }
    assertThat(result(settings(0.1, false), 1).loss().cost()).isEmpty();
    assertThat(Collections.max(SHARES) * cost).as("something is saturated").isPositive();
  }

  /** Of each sequence's own gates, whatever its length and the batch beside it. */
  @Test
  void whatChecksSeeIsThatOfTheReference() {
    var settings = settings(0.1, true);
    var row = parameters(settings);
    double[] doubles = IntStream.range(0, row.length).mapToDouble(i -> row[i]).toArray();
    var batch = BATCHES.get(1);
    double gates = 0;
    double cost = 0;
    double loss = 0;
    for (var example : batch.examples()) {
      var layout = NeuralGpu.layoutOf(settings, 4);
      var reference = new ReferenceNeuralGpu(settings(0, false), layout, doubles);
      loss += reference.loss(example) / batch.examples().size();
      cost += reference.cost(example.length()) / batch.examples().size();
      gates += reference.saturatedGates() / batch.examples().size();
    }
    var model = new CompiledNeuralGpu(settings, 4);
    float[] packed = model.packed(row);
    for (float bound : new float[] {Float.POSITIVE_INFINITY, 0.02f}) {
      var schedule = ScheduleState.START.with(new TrainingWindows(0, 0, 0, List.of(), bound));
      var next = new TrainingStep(1, 3, List.of(), List.of(), List.of(schedule));
      var found =
          model
              .prepareSaturations(batch.level(), batch.examples(), next)
              .orElseThrow()
              .run(0, packed, Arena.origin());
      double weight = Math.min(0.1f, bound);
      assertThat(found.gates()).isCloseTo(gates, within(1e-6)).isBetween(0.1, 0.9);
      assertThat(found.costWeight()).isCloseTo(weight, within(1e-8));
      double share = weight * cost / (loss + weight * cost);
      assertThat(found.costShare()).isCloseTo(share, within(1e-5)).isGreaterThan(0.01);
    }
  }

  /** Its weight, what it costs and what checks see of it are the same on both engines. */
  @Test
  void pyTorchDoesTheSame() {
    var settings = settings(0.1, true);
    var row = parameters(settings);
    var plain = settings(0, false);
    float[] ofLoss = result(plain, 1).gradient();
    Backend.start(1);
    for (float bound : new float[] {Float.POSITIVE_INFINITY, 0.02f, 1e-20f}) {
      var schedule = ScheduleState.START.with(new TrainingWindows(0, 0, 0, List.of(), bound));
      var step = new TrainingStep(1, 3, List.of(SHARES), List.of(), List.of(schedule));
      var expected = result(settings, bound);
      try (var manager = Backend.newManager();
          var model = new NeuralGpu(settings, 4, DataType.FLOAT32);
          var population = Population.trained(manager, model.layout(), List.of(row));
          var tape = GradientTape.start(manager)) {
        var parameters = population.parameters(tape);
        var losses = model.losses(parameters, BATCHES, step);
        tape.backward(losses.values());
        assertThat((double) losses.values().toFloatArray()[0])
            .isCloseTo(expected.loss().loss(), within(1e-5));
        double cost = expected.loss().cost().orElseThrow();
        assertThat((double) losses.costs().orElseThrow().toFloatArray()[0])
            .isCloseTo(cost, within(1e-4 * cost));
        float[] gradient = parameters.gradient().toFloatArray();
        double rounding = 1e-4 * norm(ofLoss);
        assertThat(distance(gradient, expected.gradient())).isLessThan(rounding);
        if (bound > 1e-20f) {
          assertThat(distance(gradient, ofLoss)).isGreaterThan(100 * rounding);
        }
      }
      try (var manager = Backend.newManager();
          var model = new NeuralGpu(settings, 4, DataType.FLOAT32);
          var population = Population.trained(manager, model.layout(), List.of(row));
          var scope = GradientTape.off(manager)) {
        var batch = BATCHES.get(1);
        var found =
            model.saturations(population.parameters(scope), batch.level(), batch.examples(), step);
        var compiled = new CompiledNeuralGpu(settings, 4);
        var seen =
            compiled
                .prepareSaturations(batch.level(), batch.examples(), step)
                .orElseThrow()
                .run(0, compiled.packed(row), Arena.origin());
        assertThat(found).hasSize(1);
        assertThat(found.get(0).orElseThrow().gates()).isCloseTo(seen.gates(), within(1e-3));
        assertThat(found.get(0).orElseThrow().costWeight()).isEqualTo(seen.costWeight());
        assertThat(found.get(0).orElseThrow().costShare())
            .isCloseTo(seen.costShare(), within(1e-4));
      }
    }
  }

  private static double norm(float[] vector) {
    return distance(vector, new float[vector.length]);
  }

  private static double distance(float[] one, float[] other) {
    double square = 0;
    for (int i = 0; i < one.length; i++) {
      square += Math.pow(one[i] - other[i], 2);
    }
    return Math.sqrt(square);
  }

  @Test
  void itNeedsHardNonlinearitiesAndOneRow() {
    var severalRows =
        PlainNeuralGpu.settings(6, 4, 1, true, true, Dropout.STATE, 1, 0.1, 0.9, Relaxation.NONE);
    assertThatThrownBy(() -> severalRows.withTerms(1, 0.1, true, Relaxation.NONE, 0))
        .hasMessage(
            "saturationFades needs rows of 1, hard nonlinearities and a saturationLimit below 1."
                + " Set it to false.");
  }
}
