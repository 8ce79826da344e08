package org.seedbed.model.npi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.seedbed.model.LevelBatch;
import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.NativeMemory;
import org.seedbed.model.npi.NpiSettings.Weighting;
import org.seedbed.model.population.GradientTape;
import org.seedbed.model.population.Population;
import org.seedbed.model.population.PopulationState;
import org.seedbed.model.population.PopulationState.Member;
import org.seedbed.model.population.ScheduleState;
import org.seedbed.task.trace.Frame;
import org.seedbed.task.trace.TraceExample;
import org.seedbed.task.trace.TraceTask;
import org.seedbed.task.trace.TraceTasks;

class NpiTest {
  private static final NpiSettings SMALL =
      new NpiSettings(4, 3, 2, Weighting.COUNT, 0, FrameDraw.ALL, NpiSettings.Subprograms.NONE);
  private static final NpiSettings DISTINCT =
      new NpiSettings(4, 3, 2, Weighting.DISTINCT, 0, FrameDraw.ALL, NpiSettings.Subprograms.NONE);

  /** Step weights are 32-bit floats. */
  private static final Offset<Double> ROUNDING = within(1e-6);

  @RegisterExtension final NativeMemory nativeMemory = new NativeMemory();

  static List<TraceTask<?>> tasks() {
    return TraceTasks.ALL;
  }

  private static LevelBatch<TraceExample> batch(TraceTask<?> task, int length, int size) {
    var level = task.level(length, OptionalInt.empty());
    return new LevelBatch<>(
        level, LongStream.range(0, size).mapToObj(i -> task.example(1, level, i)).toList());
  }

  private static float[] row(int size, long seed) {
    var random = new SplittableRandom(seed);
    float[] row = new float[size];
    for (int i = 0; i < size; i++) {
      row[i] = (float) (1.2 * (2 * random.nextDouble() - 1));
    }
    return row;
  }

  private static PopulationState state(TraceTask<?> task, int width) {
    int size = Npi.layoutOf(SMALL, task.vocabulary()).size();
    return new PopulationState(
        0,
        IntStream.range(0, width)
            .mapToObj(
                k ->
                    new Member(
                        k, -1, ScheduleState.START, row(size, k), new float[size], new float[size]))
            .toList());
  }

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Result(double[] losses, double[] gradient) {}

  private Result result(
      NpiSettings settings,
      TraceTask<?> task,
      Population population,
      List<LevelBatch<TraceExample>> batches,
      List<List<Double>> shares) {
    try (var model = new Npi(settings, task.vocabulary(), DataType.FLOAT64);
        var tape = GradientTape.start(nativeMemory.manager())) {
      var parameters = population.parameters(tape);
      NDArray losses = model.losses(parameters, batches, new TrainingStep(1, 3, shares)).values();
      tape.backward(losses);
      return new Result(losses.toDoubleArray(), parameters.gradient().toDoubleArray());
    }
  }

  private Population population(TraceTask<?> task, int width) {
    return new Population(
        nativeMemory.manager(),
        Npi.layoutOf(SMALL, task.vocabulary()),
        state(task, width),
        DataType.FLOAT64);
  }

  private static double[] doubles(float[] row) {
    return IntStream.range(0, row.length).mapToDouble(i -> row[i]).toArray();
  }

  private static double reference(TraceTask<?> task, double[] row, TraceExample example) {
    return new ReferenceNpi(SMALL, task.vocabulary(), row).loss(example);
  }

  /** Compares teacher forcing by frames with stepping through the complete trace with a stack. */
  @ParameterizedTest
  @MethodSource("tasks")
  void framesOnTheirOwnLoseWhatWholeTracesWithAStackLose(TraceTask<?> task) {
    for (int length : new int[] {1, 3, 5}) {
      var batch = batch(task, length, 1);
      try (var population = population(task, 2)) {
        var found =
            result(SMALL, task, population, List.of(batch), List.of(List.of(1.0), List.of(1.0)));
        for (int k = 0; k < 2; k++) {
          assertThat(found.losses()[k])
              .isCloseTo(
                  reference(
                      task,
                      doubles(row(population.state().members().get(0).parameters().length, k)),
                      batch.examples().get(0)),
                  ROUNDING);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void gradientIsThatOfFiniteDifferences(TraceTask<?> task) {
    var example = batch(task, 3, 2).examples().get(1);
    var level = task.level(3, OptionalInt.empty());
    try (var population = population(task, 2)) {
      var batches = List.of(new LevelBatch<>(level, List.of(example)));
      var found = result(SMALL, task, population, batches, List.of(List.of(1.0), List.of(1.0)));
      int size = found.gradient().length / 2;
      var random = new SplittableRandom(4);
      for (int k = 0; k < 2; k++) {
        double[] row = doubles(row(size, k));
        for (int i = 0; i < size; i += 1 + random.nextInt(3)) {
          double kept = row[i];
          row[i] = kept + 1e-5;
          double above = reference(task, row, example);
          row[i] = kept - 1e-5;
          double below = reference(task, row, example);
          row[i] = kept;
          assertThat(found.gradient()[k * size + i])
              .as("seed %d, coordinate %d", k, i)
              .isCloseTo((above - below) / 2e-5, within(1e-6));
        }
      }
    }
  }

  @Test
  void aBatchIsTheMeanOfItsStepsAndRepetitionsCountOrDoNot() {
    var task = TraceTasks.task("quicksort-recursive");
    var two = batch(task, 9, 2);
    var a = new LevelBatch<>(two.level(), List.of(two.examples().get(0)));
    var b = new LevelBatch<>(two.level(), List.of(two.examples().get(1)));
    try (var population = population(task, 1)) {
      double ofA = loss(SMALL, task, population, a);
      double ofB = loss(SMALL, task, population, b);
      int stepsOfA = steps(a.examples().get(0));
      int stepsOfB = steps(b.examples().get(0));
      assertThat(loss(SMALL, task, population, two))
          .isCloseTo((stepsOfA * ofA + stepsOfB * ofB) / (stepsOfA + stepsOfB), ROUNDING);
      var twice = new LevelBatch<>(a.level(), List.of(a.examples().get(0), a.examples().get(0)));
      assertThat(loss(SMALL, task, population, twice)).isCloseTo(ofA, ROUNDING);
      assertThat(loss(DISTINCT, task, population, twice))
          .isCloseTo(loss(DISTINCT, task, population, a), ROUNDING)
          .isNotCloseTo(ofA, within(1e-4));
    }
  }

  private double loss(
      NpiSettings settings,
      TraceTask<?> task,
      Population population,
      LevelBatch<TraceExample> batch) {
    return result(settings, task, population, List.of(batch), List.of(List.of(1.0))).losses()[0];
  }

  private static int steps(TraceExample example) {
    return example.frames().stream().mapToInt(frame -> frame.steps().size()).sum();
  }

  @Test
  void everySeedTrainsOnItsOwnShareOfLevels() {
    var task = TraceTasks.task("quicksort-recursive");
    var batches = List.of(batch(task, 2, 3), batch(task, 6, 2));
    var shares = List.of(List.of(1.0, 0.0), List.of(0.25, 0.75), List.of(0.0, 1.0));
    try (var population = population(task, 3)) {
      var both = result(SMALL, task, population, batches, shares);
      var all = List.of(List.of(1.0), List.of(1.0), List.of(1.0));
      var first = result(SMALL, task, population, List.of(batches.get(0)), all);
      var second = result(SMALL, task, population, List.of(batches.get(1)), all);
      for (int k = 0; k < 3; k++) {
        double mixed =
            shares.get(k).get(0) * first.losses()[k] + shares.get(k).get(1) * second.losses()[k];
        assertThat(both.losses()[k]).isCloseTo(mixed, ROUNDING);
      }
    }
  }

  /** Scoring splits frames into chunks; the chunks must not affect the result. */
  @Test
  void frameByFrameIsWhatAllFramesTogetherAre() {
    var task = TraceTasks.task("bubble-sort");
    var frames =
        batch(task, 5, 8).examples().stream()
            .flatMap(example -> example.frames().stream())
            .distinct()
            .toList();
    try (var population = population(task, 2);
        var model = new Npi(SMALL, task.vocabulary(), DataType.FLOAT64);
        var scope = GradientTape.off(nativeMemory.manager())) {
      var parameters = population.parameters(scope);
      var together = model.teacherForced(parameters, frames);
      var wrong = new ArrayList<Frame>();
      for (var frame : frames) {
        var alone = model.teacherForced(parameters, List.of(frame));
        for (int k = 0; k < 2; k++) {
          assertThat(alone.get(k).loss().get(frame))
              .isCloseTo(together.get(k).loss().get(frame), within(1e-5));
          assertThat(alone.get(k).wrong().get(frame)).isEqualTo(together.get(k).wrong().get(frame));
        }
        if (!alone.get(0).wrong().isEmpty()) {
          wrong.add(frame);
        }
      }
      assertThat(together.get(0).wrong().keySet()).containsExactlyInAnyOrderElementsOf(wrong);
    }
  }

  /**
   * On the engine, frames that begin alike share columns; nothing must change by it, in any bit.
   */
  @ParameterizedTest
  @MethodSource("tasks")
  void onTheEngineFramesThatBeginAlikeAreScoredAsIfAlone(TraceTask<?> task) {
    var compiled =
        new CompiledNpi(new Npi(SMALL, task.vocabulary(), DataType.FLOAT32), Optional.empty());
    var frames =
        batch(task, 6, 20).examples().stream()
            .flatMap(example -> example.frames().stream())
            .distinct()
            .toList();
    var seed = List.of(row(Npi.layoutOf(SMALL, task.vocabulary()).size(), 1));
    var together = compiled.teacherForced(seed, frames).get(0);
    double margin = Double.POSITIVE_INFINITY;
    for (var frame : frames) {
      var alone = compiled.teacherForced(seed, List.of(frame)).get(0);
      assertThat(together.loss().get(frame)).isEqualTo(alone.loss().get(frame));
      assertThat(together.wrong().get(frame)).isEqualTo(alone.wrong().get(frame));
      margin = Math.min(margin, alone.margin());
    }
    assertThat(together.margin()).isEqualTo(margin);
  }
}
