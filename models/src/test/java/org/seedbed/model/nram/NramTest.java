package org.seedbed.model.nram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.seedbed.model.LevelBatch;
import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.NativeMemory;
import org.seedbed.model.nram.NramSettings.ControllerKind;
import org.seedbed.model.nram.NramSettings.EntropyReduction;
import org.seedbed.model.nram.NramSettings.Scored;
import org.seedbed.model.population.GradientTape;
import org.seedbed.model.population.Population;
import org.seedbed.model.population.PopulationState;
import org.seedbed.model.population.PopulationState.Member;
import org.seedbed.model.population.ScheduleState;
import org.seedbed.task.Level;
import org.seedbed.task.memory.MemoryExample;
import org.seedbed.task.memory.MemoryTasks;

class NramTest {
  private static final TrainingStep STEP = TrainingStep.onOneBatch(1, 0, 3);

  @RegisterExtension final NativeMemory nativeMemory = new NativeMemory();

  private static NramSettings settings(ControllerKind controller, double entropyBonus) {
    return new NramSettings(2, 3, controller, 1.0, entropyBonus, 200, 1e-6);
  }

  /** A list of its own: READ and TWO stand at other places, and READ stands in it twice. */
  private static final List<Module> OTHER_MODULES =
      List.of(Module.INC, Module.READ, Module.TWO, Module.ADD, Module.READ, Module.WRITE);

  /**
   * Both controllers: bare, with an input layer and the list of modules run twice, and with another
   * list of modules, run once and twice.
   */
  static Stream<NramSettings> machines() {
    return Arrays.stream(ControllerKind.values())
        .map(controller -> new NramSettings(3, 8, controller, 1.0, 0, 200, 1e-6))
        .flatMap(
            settings ->
                Stream.of(
                    settings,
                    settings.withLayers(1, 2),
                    settings.withModules(OTHER_MODULES),
                    settings.withModules(OTHER_MODULES).withLayers(0, 2)));
  }

  private static Level level() {
    return MemoryTasks.task("increment").level(2, OptionalInt.of(4));
  }

  private static List<MemoryExample> batch(int size) {
    var task = MemoryTasks.task("increment");
    return LongStream.range(0, size).mapToObj(i -> task.example(1, level(), i)).toList();
  }

  private Population population(NramSettings settings, PopulationState state) {
    return new Population(nativeMemory.manager(), Nram.layoutOf(settings), state, DataType.FLOAT64);
  }

  private double[] losses(Nram nram, Population population, List<MemoryExample> batch) {
    try (var scope = GradientTape.off(nativeMemory.manager())) {
      return nram.losses(
              population.parameters(scope), List.of(new LevelBatch<>(level(), batch)), STEP)
          .values()
          .toDoubleArray();
    }
  }

  @ParameterizedTest
  @MethodSource("machines")
  void gradientOfTheWholeModelAgreesWithFiniteDifferences(NramSettings machine) {
    var settings =
        settings(machine.controller(), 0.1)
            .withModules(machine.modules())
            .withLayers(machine.inputLayers(), machine.repeats());
    var layout = Nram.layoutOf(settings);
    var state = PopulationState.initial(layout, List.of(3L, 4L));
    var batch = batch(3);
    try (var nram = new Nram(settings, nativeMemory.manager(), DataType.FLOAT64);
        var population = population(settings, state)) {
      double[] gradient;
      try (var tape = GradientTape.start(nativeMemory.manager())) {
        var parameters = population.parameters(tape);
        NDArray losses =
            nram.losses(parameters, List.of(new LevelBatch<>(level(), batch)), STEP).values();
        tape.backward(losses);
        gradient = parameters.gradient().toDoubleArray(); // [K, P]
      }
      double step = 1e-4;
      var random = new SplittableRandom(5);
      for (int trial = 0; trial < 200; trial++) {
        int seed = random.nextInt(2);
        int parameter = random.nextInt(layout.size());
        double[] up = moved(nram, settings, state, seed, parameter, step, batch);
        double[] down = moved(nram, settings, state, seed, parameter, -step, batch);
        // Parameters are 32-bit floats: divide by the step actually taken.
        float at = state.members().get(seed).parameters()[parameter];
        double taken = (double) (float) (at + step) - (double) (float) (at - step);
        double difference = (up[seed] - down[seed]) / taken;
        assertThat(gradient[seed * layout.size() + parameter])
            .as("seed %d, parameter %d", seed, parameter)
            .isCloseTo(difference, within(1e-6));
        assertThat(up[1 - seed]).as("the other seed's loss").isEqualTo(down[1 - seed]);
      }
    }
  }

  private double[] moved(
      Nram nram,
      NramSettings settings,
      PopulationState state,
      int seed,
      int parameter,
      double step,
      List<MemoryExample> batch) {
    var members = new ArrayList<>(state.members());
    var member = members.get(seed);
    float[] row = member.parameters().clone();
    row[parameter] = (float) (row[parameter] + step);
    members.set(
        seed,
        new Member(
            member.seed(),
            -1,
            ScheduleState.START,
            row,
            member.firstMoment(),
            member.secondMoment()));
    try (var population = population(settings, new PopulationState(0, members))) {
      return losses(nram, population, batch);
    }
  }

  @Test
  void lossIsTheMeanOfEachExamplesOwn() {
    var settings = settings(ControllerKind.FEED_FORWARD, 0);
    var state = PopulationState.initial(Nram.layoutOf(settings), List.of(1L, 2L, 3L));
    var batch = batch(5);
    try (var nram = new Nram(settings, nativeMemory.manager(), DataType.FLOAT64);
        var population = population(settings, state)) {
      double[] together = losses(nram, population, batch);
      for (int k = 0; k < 3; k++) {
        int seed = k;
        double alone =
            batch.stream()
                .mapToDouble(example -> losses(nram, population, List.of(example))[seed])
                .average()
                .orElseThrow();
        assertThat(together[k]).isCloseTo(alone, within(1e-12));
      }
    }
  }

  @Test
  void entropyBonusLowersTheLossAndFades() {
    var with = settings(ControllerKind.FEED_FORWARD, 0.5);
    var without = settings(ControllerKind.FEED_FORWARD, 0);
    var state = PopulationState.initial(Nram.layoutOf(with), List.of(1L));
    try (var bonus = new Nram(with, nativeMemory.manager(), DataType.FLOAT64);
        var plain = new Nram(without, nativeMemory.manager(), DataType.FLOAT64);
        var population = population(with, state);
        var scope = GradientTape.off(nativeMemory.manager())) {
      double base = losses(plain, population, batch(4))[0];
      double early = losses(bonus, population, batch(4))[0];
      double late =
          bonus
              .losses(
                  population.parameters(scope),
                  List.of(new LevelBatch<>(level(), batch(4))),
                  TrainingStep.onOneBatch(1, 200_000, 1))
              .values()
              .toDoubleArray()[0];
      assertThat(early).isLessThan(base);
      assertThat(late).isCloseTo(base, within(1e-12));
    }
  }

  /**
   * After 200 steps, its half-life, the bonus of 0.5 has halved; so has the rest of the penalty.
   */
  @Test
  void entropyPenaltyRisesFromItsFirstStep() {
    var settings = settings(ControllerKind.FEED_FORWARD, 0.5).sharpened(3, 200, Scored.SOFT);
    assertThat(settings.entropyWeightAt(0, 10)).isCloseTo(0.05, within(1e-12));
    assertThat(settings.entropyWeightAt(200, 10)).isCloseTo(0.025, within(1e-12));
    assertThat(settings.entropyWeightAt(400, 10)).isCloseTo(0.0125 - 0.15, within(1e-12));
    assertThat(settings.entropyWeightAt(1_000_000, 10)).isCloseTo(-0.3, within(1e-12));
    assertThat(settings(ControllerKind.LSTM, 0).sharpened(3, 0, Scored.SOFT).hasEntropy()).isTrue();
    assertThat(settings(ControllerKind.LSTM, 0).hasEntropy()).isFalse();
  }

  @Test
  void aListOfModulesMustWrite() {
    assertThatThrownBy(() -> NramSettings.DEFAULTS.withModules(List.of(Module.READ, Module.INC)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "modules is [READ, INC], must be a list of at most 64 modules with WRITE among them");
  }

  @Test
  void laterCallsOfAModuleHaveNamesOfTheirOwn() {
    var names = SelectorLayout.of(1, OTHER_MODULES, 2).calls().stream().map(call -> call.title());
    assertThat(names)
        .startsWith("INC", "READ", "TWO", "ADD", "READ'", "WRITE")
        .endsWith("INC'", "READ''", "TWO'", "ADD'", "READ'''", "WRITE'");
  }

  /** A soft run may be right where the program is wrong, and the other way round. */
  @ParameterizedTest
  @EnumSource(ControllerKind.class)
  void scoresAreOfTheProgramWhereSettingsSaySo(ControllerKind controller) {
    var soft = new NramSettings(3, 8, controller, 1.0, 0, 200, 1e-6);
    var settings = soft.sharpened(0, 0, Scored.PROGRAM);
    var task = MemoryTasks.task("access");
    var level = task.level(2, OptionalInt.empty());
    var batch = LongStream.range(0, 64).mapToObj(i -> task.example(1, level, i)).toList();
    var state =
        PopulationState.initial(Nram.layoutOf(settings), LongStream.range(0, 16).boxed().toList());
    try (var nram = new Nram(settings, nativeMemory.manager(), DataType.FLOAT64);
        var ofRuns = new Nram(soft, nativeMemory.manager(), DataType.FLOAT64);
        var population = population(settings, state);
        var scope = GradientTape.off(nativeMemory.manager())) {
      var parameters = population.parameters(scope);
      var scores = nram.scores(parameters, level, batch);
      var scoresOfRuns = ofRuns.scores(parameters, level, batch);
      var exact = scores.stream().map(score -> score.exact()).toList();
      var expected =
          state.members().stream()
              .map(
                  member -> {
                    var program = new NramProgram(settings, member.parameters());
                    return (int)
                        batch.stream().filter(e -> program.solves(e, level.timeSteps())).count();
                  })
              .toList();
      assertThat(exact).isEqualTo(expected);
      assertThat(exact).isNotEqualTo(scoresOfRuns.stream().map(score -> score.exact()).toList());
      assertThat(scores.stream().map(score -> score.loss()).toList())
          .isEqualTo(scoresOfRuns.stream().map(score -> score.loss()).toList());
    }
  }

  /** The paper sums the entropy of every distribution; the mean is over steps and selectors. */
  @Test
  void entropyIsReducedToItsSumOrMean() {
    var mean = settings(ControllerKind.FEED_FORWARD, 0.5);
    int distributions = level().timeSteps() * SelectorLayout.of(mean).selectors().size();
    var sum =
        mean.withTermsOf(
            new NramSettings(
                1,
                1,
                ControllerKind.FEED_FORWARD,
                0,
                Module.ALL,
                1,
                1.0,
                EntropyReduction.SUM,
                0.5 / distributions,
                200,
                0,
                0,
                Scored.SOFT,
                1e-6));
    var state = PopulationState.initial(Nram.layoutOf(mean), List.of(1L));
    try (var ofMean = new Nram(mean, nativeMemory.manager(), DataType.FLOAT64);
        var ofSum = new Nram(sum, nativeMemory.manager(), DataType.FLOAT64);
        var population = population(mean, state)) {
      assertThat(losses(ofSum, population, batch(4))[0])
          .isCloseTo(losses(ofMean, population, batch(4))[0], within(1e-12));
    }
  }

  /** With weights so large that every selector is certain, the soft run equals the integer run. */
  @ParameterizedTest
  @MethodSource("machines")
  void discretizedRunIsTheSoftRunOfACertainController(NramSettings settings) {
    var layout = Nram.layoutOf(settings);
    var task = MemoryTasks.task("copy");
    var level = task.level(3, OptionalInt.empty());
    var batch = LongStream.range(0, 32).mapToObj(i -> task.example(1, level, i)).toList();
    int agreeing = 0;
    for (long seed = 0; seed < 20; seed++) {
      float[] row =
          PopulationState.initial(layout, List.of(seed)).members().get(0).parameters().clone();
      for (int i = 0; i < row.length; i++) {
        row[i] *= 1e6f;
      }
      var member =
          new Member(
              seed, -1, ScheduleState.START, row, new float[row.length], new float[row.length]);
      var program = new NramProgram(settings, row);
      long exact =
          batch.stream().filter(example -> program.solves(example, level.timeSteps())).count();
      // Random programs rarely solve an example, so compare the final memory too.
      try (var nram = new Nram(settings, nativeMemory.manager(), DataType.FLOAT64);
          var population = population(settings, new PopulationState(0, List.of(member)));
          var scope = GradientTape.off(nativeMemory.manager())) {
        var score = nram.scores(population.parameters(scope), level, batch).get(0);
        assertThat((long) score.exact()).as("seed %d", seed).isEqualTo(exact);
        long rightCells = cellsRight(program, batch, level);
        assertThat(score.loss())
            .as("seed %d: every wrong cell costs −log ε", seed)
            .isCloseTo(
                (outputCells(batch) - rightCells) * -Math.log(1e-6) / batch.size(), within(1e-3));
        agreeing++;
      }
    }
    assertThat(agreeing).isEqualTo(20);
  }

  private static long cellsRight(NramProgram program, List<MemoryExample> batch, Level level) {
    long right = 0;
    for (var example : batch) {
      int[] memory = example.inputMemory();
      program.run(memory, level.timeSteps(), (step, registers, instruction, values) -> {});
      right +=
          IntStream.range(0, memory.length)
              .filter(cell -> example.isOutput(cell) && memory[cell] == example.expected(cell))
              .count();
    }
    return right;
  }

  private static long outputCells(List<MemoryExample> batch) {
    return batch.stream()
        .mapToLong(e -> IntStream.range(0, e.modulus()).filter(e::isOutput).count())
        .sum();
  }
}
