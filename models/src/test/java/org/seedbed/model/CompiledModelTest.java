package org.seedbed.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.seedbed.engine.program.Arena;
import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.neuralgpu.DiagonalNeuralGpuFamily;
import org.seedbed.model.neuralgpu.NeuralGpuSettings;
import org.seedbed.model.neuralgpu.NeuralGpuSettings.Dropout;
import org.seedbed.model.neuralgpu.PlainNeuralGpu;
import org.seedbed.model.npi.FrameDraw;
import org.seedbed.model.npi.NpiFamily;
import org.seedbed.model.npi.NpiSettings;
import org.seedbed.model.npi.NpiSettings.Weighting;
import org.seedbed.model.nram.Module;
import org.seedbed.model.nram.NramFamily;
import org.seedbed.model.nram.NramSettings;
import org.seedbed.model.nram.NramSettings.ControllerKind;
import org.seedbed.model.nram.NramSettings.Scored;
import org.seedbed.model.ntm.NtmFamily;
import org.seedbed.model.ntm.NtmSettings;
import org.seedbed.model.ntm.NtmSettings.FirstMemory;
import org.seedbed.model.population.AdamSettings;
import org.seedbed.model.population.GradientTape;
import org.seedbed.model.population.Population;
import org.seedbed.model.population.PopulationState;
import org.seedbed.model.population.ScheduleState.ReduceOnPlateau;
import org.seedbed.model.seq2seq.LstmFamily;
import org.seedbed.model.seq2seq.SequenceToSequenceSettings;
import org.seedbed.model.stack.NeuralStackFamily;
import org.seedbed.model.stack.NeuralStackSettings;
import org.seedbed.model.stack.NeuralStackSettings.Memory;
import org.seedbed.model.stack.StackRnnFamily;
import org.seedbed.model.stack.StackRnnSettings;
import org.seedbed.model.terpret.BasicBlockFamily;
import org.seedbed.model.terpret.BasicBlockSettings;
import org.seedbed.model.terpret.BooleanCircuitFamily;
import org.seedbed.model.terpret.BooleanCircuitSettings;
import org.seedbed.model.terpret.ChainFamily;
import org.seedbed.model.terpret.ChainSettings;
import org.seedbed.model.terpret.Descent;
import org.seedbed.model.terpret.TuringMachineFamily;
import org.seedbed.model.terpret.TuringMachineSettings;
import org.seedbed.task.GeneratedExamples;
import org.seedbed.task.Level;
import org.seedbed.task.Task;
import org.seedbed.task.bits.BitTasks;
import org.seedbed.task.memory.BlockTasks;
import org.seedbed.task.memory.MemoryTasks;
import org.seedbed.task.sequence.LanguageTasks;
import org.seedbed.task.sequence.SequenceTasks;
import org.seedbed.task.terpret.ChainTasks;
import org.seedbed.task.terpret.MachineTasks;
import org.seedbed.task.trace.TraceTasks;

/** Every compiled model against the same model on PyTorch. */
class CompiledModelTest {
  private static final List<Long> SEEDS = List.of(3L, 4L, 5L);

  /**
   * Adam with a large ε. With a small one, drift says nothing: where a gradient is 0 but for
   * rounding, as those of modules that no program uses are, Adam makes a whole step of the rounding
   * error.
   */
  private static final AdamSettings ADAM =
      new AdamSettings(
          AdamSettings.Rule.ADAM, 0.005, 0.9, 0.999, 0.999, 50, 1e-4, true, 0, 1, 0, 0, 0);

  private static final AdamSettings ADAMAX =
      new AdamSettings(
          AdamSettings.Rule.ADAMAX,
          0.005,
          0.9,
          0.99,
          0.9,
          50,
          1e-4,
          false,
          1.2,
          0.5,
          1e-6,
          0.01,
          1e-4);

  private static final AdamSettings RMSPROP =
      new AdamSettings(
          AdamSettings.Rule.RMSPROP, 5e-4, 0.9, 0.95, 0.95, 50, 1e-4, true, 0, 1, 0, 0, 0);

  @RegisterExtension final NativeMemory nativeMemory = new NativeMemory();

  /** A model family with settings, a task and its levels. */
  record Case<S extends Record, E>(
      String name, ModelFamily<S, E> family, S settings, Task<E> task, List<Integer> lengths) {
    List<Level> levels() {
      return lengths.stream().map(length -> task.level(length, OptionalInt.empty())).toList();
    }

    List<LevelBatch<E>> batches(int size, long first) {
      return levels().stream()
          .map(
              level ->
                  new LevelBatch<>(
                      level,
                      LongStream.range(first, first + size)
                          .mapToObj(i -> task.example(1, level, i))
                          .toList()))
          .toList();
    }

    PopulationState initial() {
      return PopulationState.initial(family.layout(settings, task), SEEDS);
    }

    CompiledModel<E> compiled() {
      return family.compiled(settings, task);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Case<?, ?> nram(
      String name, ControllerKind controller, double keep, double entropy, int registers) {
    var settings = new NramSettings(registers, 20, controller, keep, entropy, 200, 1e-6);
    return new Case<>(name, new NramFamily(), settings, MemoryTasks.task("copy"), List.of(2, 3));
  }

  /** With a bonus, a penalty that is greater at the step tried, and programs scored. */
  private static Case<?, ?> sharpenedNram() {
    var settings =
        new NramSettings(3, 20, ControllerKind.FEED_FORWARD, 1, 0.1, 200, 1e-6)
            .sharpened(9, 2, Scored.PROGRAM);
    return new Case<>(
        "nram, sharpened", new NramFamily(), settings, MemoryTasks.task("copy"), List.of(2, 3));
  }

  /** With an input layer, and the list of modules run twice. */
  private static Case<?, ?> publishedNram(String name, ControllerKind controller) {
    var settings = new NramSettings(3, 20, controller, 1, 0.1, 200, 1e-6).withLayers(1, 2);
    return new Case<>(name, new NramFamily(), settings, MemoryTasks.task("swap"), List.of(2, 3));
  }

  /** With a second READ before WRITE. */
  private static Case<?, ?> nramWithSecondRead() {
    var modules = new ArrayList<>(Module.ALL);
    modules.add(Module.WRITE.position(), Module.READ);
    var settings =
        new NramSettings(3, 20, ControllerKind.LSTM, 1, 0.1, 200, 1e-6).withModules(modules);
    return new Case<>(
        "nram with a second READ",
        new NramFamily(),
        settings,
        MemoryTasks.task("permutation"),
        List.of(2, 3));
  }

  private static Case<?, ?> npi(String task, Weighting weighting) {
    var settings =
        new NpiSettings(20, 17, 6, weighting, 0, FrameDraw.ALL, NpiSettings.Subprograms.NONE);
    return new Case<>(task, new NpiFamily(), settings, TraceTasks.task(task), List.of(2, 3));
  }

  private static Case<?, ?> ntm(FirstMemory memory, boolean learntAddresses, String task) {
    var settings = new NtmSettings(12, 6, 5, 1, 1, memory, learntAddresses, 20);
    return new Case<>(
        "ntm on " + task, new NtmFamily(), settings, BitTasks.task(task), List.of(2, 3));
  }

  private static Case<?, ?> npiByLoss() {
    return npi(
        "npi by loss",
        new NpiSettings(
            20, 17, 6, Weighting.COUNT, 0.75, FrameDraw.ALL, NpiSettings.Subprograms.NONE));
  }

  private static Case<?, ?> npiDrawing(FrameDraw.Rule rule) {
    var draw = new FrameDraw(rule, 0.4, 0.25, 0.5);
    return npi(
        "npi by " + rule,
        new NpiSettings(20, 17, 6, Weighting.COUNT, 0, draw, NpiSettings.Subprograms.NONE));
  }

  private static Case<?, ?> npi(String name, NpiSettings settings) {
    return new Case<>(
        name, new NpiFamily(), settings, TraceTasks.task("addition-recursive"), List.of(2, 3));
  }

  private static Case<?, ?> neuralGpu(
      String name, int maps, int layers, Dropout dropout, double keep, double cost, int sets) {
    var settings =
        PlainNeuralGpu.settings(
            maps,
            1,
            layers,
            true,
            maps % 3 == 0,
            dropout,
            keep,
            cost,
            0.9,
            new NeuralGpuSettings.Relaxation(sets, 0.01, 1, 1));
    var task = SequenceTasks.task("badd");
    return new Case<>(name, new DiagonalNeuralGpuFamily(), settings, task, List.of(7, 12));
  }

  /** Padding stays zero and is asked for; the input is dropped out, too. */
  private static Case<?, ?> neuralGpuAsPublished() {
    var settings =
        new NeuralGpuSettings(
            6,
            1,
            1,
            true,
            true,
            Dropout.CANDIDATE_AND_INPUT,
            0.8,
            0.01,
            false,
            0.9,
            new NeuralGpuSettings.Padding(true, true),
            NeuralGpuSettings.Initial.GLOROT,
            NeuralGpuSettings.Relaxation.NONE,
            NeuralGpuSettings.Extrapolation.NONE);
    return new Case<>(
        "neural gpu as published",
        new DiagonalNeuralGpuFamily(),
        settings,
        SequenceTasks.task("badd"),
        List.of(7, 12));
  }

  static Stream<Case<?, ?>> cases() {
    return Stream.of(
        neuralGpu("neural gpu", 24, 1, Dropout.CANDIDATE, 0.9, 0.01, 1),
        neuralGpu("neural gpu of two layers", 4, 2, Dropout.CANDIDATE, 1, 0, 3),
        neuralGpu("neural gpu with dropout of the state", 6, 1, Dropout.STATE, 0.8, 0.01, 1),
        neuralGpuAsPublished(),
        nram("nram", ControllerKind.FEED_FORWARD, 1, 0, 4),
        sharpenedNram(),
        nram("nram with dropout", ControllerKind.FEED_FORWARD, 0.7, 0.1, 2),
        nram("nram with lstm", ControllerKind.LSTM, 1, 0.1, 2),
        nramWithSecondRead(),
        publishedNram("nram as published", ControllerKind.FEED_FORWARD),
        publishedNram("nram with lstm as published", ControllerKind.LSTM),
        new Case<>(
            "stack rnn",
            new StackRnnFamily(),
            new StackRnnSettings(12, 3, 2, false, true, false, false),
            LanguageTasks.task("anbmcnm"),
            List.of(5, 9)),
        new Case<>(
            "stack rnn that can keep its stacks",
            new StackRnnFamily(),
            new StackRnnSettings(9, 2, 1, true, false, false, true),
            LanguageTasks.task("anbn"),
            List.of(4, 7)),
        new Case<>(
            "neural stack",
            new NeuralStackFamily(),
            new NeuralStackSettings(10, 5, Memory.STACK, -1, true),
            SequenceTasks.task("reverse"),
            List.of(3, 6)),
        new Case<>(
            "neural queue",
            new NeuralStackFamily(),
            new NeuralStackSettings(10, 5, Memory.QUEUE, 0, false),
            SequenceTasks.task("badd"),
            List.of(5, 8)),
        new Case<>(
            "neural double-ended queue",
            new NeuralStackFamily(),
            new NeuralStackSettings(10, 5, Memory.DEQUE, -1, false),
            SequenceTasks.task("bigram-flip"),
            List.of(5, 8)),
        new Case<>(
            "neural stack's LSTM alone",
            new NeuralStackFamily(),
            new NeuralStackSettings(10, 5, Memory.NONE, 0, false),
            LanguageTasks.task("anbn"),
            List.of(4, 7)),
        ntm(FirstMemory.CONSTANT, true, "copy"),
        ntm(FirstMemory.RANDOM, false, "associative-recall"),
        ntm(FirstMemory.LEARNT, true, "priority-sort"),
        ntm(FirstMemory.LEARNT_CONSTANT, true, "repeat-copy"),
        new Case<>(
            "chain",
            new ChainFamily(),
            new ChainSettings(1),
            ChainTasks.task("chain-8"),
            List.of(1, 2)),
        new Case<>(
            "turing machine with entropy",
            new TuringMachineFamily(),
            new TuringMachineSettings(3, new Descent(1, 0.5, 0.01)),
            MachineTasks.TAPES.get(2),
            List.of(2, 3)),
        new Case<>(
            "boolean circuit",
            new BooleanCircuitFamily(),
            new BooleanCircuitSettings(4, 3, new Descent(1, 0, 0)),
            MachineTasks.CIRCUITS.get(0),
            List.of(3, 3)),
        new Case<>(
            "basic blocks",
            new BasicBlockFamily(),
            new BasicBlockSettings(2, 2, new Descent(1, 0, 0)),
            BlockTasks.ALL.get(0),
            List.of(2, 3)),
        new Case<>(
            "lstm",
            new LstmFamily(),
            new SequenceToSequenceSettings(19, false, true, 0.3, 1),
            SequenceTasks.task("badd"),
            List.of(7, 12)),
        new Case<>(
            "lstm with attention",
            new LstmFamily(),
            new SequenceToSequenceSettings(11, true, false, 0.3, 1),
            SequenceTasks.task("badd"),
            List.of(4, 7)),
        npi("addition-recursive", Weighting.DISTINCT),
        npiByLoss(),
        npiDrawing(FrameDraw.Rule.PROGRAM),
        npiDrawing(FrameDraw.Rule.HARDEST),
        npiDrawing(FrameDraw.Rule.HARDEST_OF_PROGRAM),
        npi("bubble-sort", Weighting.COUNT));
  }

  /** Losses {@code [K]} and gradients {@code [K, P]}. */
  private record Derived(List<Double> losses, List<float[]> gradients) {}

  private static final List<List<Double>> SHARES =
      List.of(List.of(0.5, 0.5), List.of(1.0, 0.0), List.of(0.25, 0.75));

  private static <S extends Record, E> Derived compiled(Case<S, E> at) {
    var model = at.compiled();
    var packing = model.packing();
    var run = model.prepare(at.batches(20, 0), new TrainingStep(1, 7, SHARES));
    var losses = new ArrayList<Double>();
    var gradients = new ArrayList<float[]>();
    for (int k = 0; k < SEEDS.size(); k++) {
      float[] parameters = model.packed(at.initial().members().get(k).parameters());
      float[] gradient = new float[packing.packedSize()];
      losses.add(run.run(k, parameters, Arena.origin(), gradient, 0).loss());
      gradients.add(packing.unpack(gradient, 0));
    }
    return new Derived(losses, gradients);
  }

  private <S extends Record, E> Derived onPyTorch(Case<S, E> at) {
    var layout = at.family().layout(at.settings(), at.task());
    try (var model = at.family().model(at.settings(), at.task(), nativeMemory.manager());
        var population =
            new Population(nativeMemory.manager(), layout, at.initial(), DataType.FLOAT32);
        var tape = GradientTape.start(nativeMemory.manager())) {
      var parameters = population.parameters(tape);
      NDArray losses =
          model.losses(parameters, at.batches(20, 0), new TrainingStep(1, 7, SHARES)).values();
      tape.backward(losses);
      float[] all = parameters.gradient().toFloatArray();
      var gradients = new ArrayList<float[]>();
      var values = new ArrayList<Double>();
      for (int k = 0; k < SEEDS.size(); k++) {
        values.add((double) losses.toFloatArray()[k]);
        gradients.add(
            java.util.Arrays.copyOfRange(all, k * layout.size(), (k + 1) * layout.size()));
      }
      return new Derived(values, gradients);
    }
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @MethodSource("cases")
  void lossAndGradientAgreeWithPyTorch(Case<?, ?> at) {
    var expected = onPyTorch(at);
    var found = compiled(at);
    for (int k = 0; k < SEEDS.size(); k++) {
      double loss = expected.losses().get(k);
      assertThat(found.losses().get(k)).isCloseTo(loss, within(1e-5 * Math.max(1, loss)));
      float[] right = expected.gradients().get(k);
      double largest = 0;
      double difference = 0;
      for (int i = 0; i < right.length; i++) {
        largest = Math.max(largest, Math.abs(right[i]));
        difference = Math.max(difference, Math.abs(right[i] - found.gradients().get(k)[i]));
      }
      assertThat(difference).as("of %s", largest).isLessThan(1e-5 * Math.max(1, largest));
    }
  }

  private static <S extends Record, E> PopulationTrainer<E> trainer(
      Case<S, E> at, TrainingSettings training) {
    return new PopulationTrainer<>(
        training,
        Curriculum.bySteps(at.levels(), 20),
        new GeneratedExamples<>(at.task(), 1),
        new HeldOut<>(at.task(), 1));
  }

  private static <S extends Record, E> PopulationState trained(
      Case<S, E> at, PopulationState from, long until, AdamSettings adam, int threads) {
    var training = new TrainingSettings(16, 50, 16, 200, adam, ReduceOnPlateau.NEVER);
    try (var population = new CompiledPopulation<>(at::compiled, from, adam, threads)) {
      trainer(at, training).train(population, until);
      return population.state();
    }
  }

  private <S extends Record, E> PopulationState trainedOnPyTorch(
      Case<S, E> at, PopulationState from, long until, AdamSettings adam) {
    var training = new TrainingSettings(16, 50, 16, 200, adam, ReduceOnPlateau.NEVER);
    Backend.start(1);
    try (var population =
        PyTorchPopulation.open(
            manager -> at.family().model(at.settings(), at.task(), manager), from, adam, 1)) {
      trainer(at, training).train(population, until);
      return population.state();
    }
  }

  /** Root mean square of the difference of parameters, in units of that of the parameters. */
  private static double drift(PopulationState a, PopulationState b) {
    double differences = 0;
    double sizes = 0;
    for (int k = 0; k < a.width(); k++) {
      for (int i = 0; i < a.members().get(k).parameters().length; i++) {
        double x = a.members().get(k).parameters()[i];
        double y = b.members().get(k).parameters()[i];
        differences += (x - y) * (x - y);
        sizes += x * x;
      }
    }
    return Math.sqrt(differences / sizes);
  }

  private <S extends Record, E> double driftFromPyTorch(
      Case<S, E> at, long until, AdamSettings adam) {
    return drift(
        trained(at, at.initial(), until, adam, 1), trainedOnPyTorch(at, at.initial(), until, adam));
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @MethodSource("cases")
  void theFirstStepsAgreeWithPyTorch(Case<?, ?> at) {
    for (var adam : List.of(ADAM, ADAMAX, RMSPROP)) {
      assertThat(driftFromPyTorch(at, 5, adam)).as("%s", adam).isLessThan(1e-5);
    }
  }

  /** The first case of each family. */
  static Stream<Case<?, ?>> families() {
    var seen = new HashSet<Class<?>>();
    return cases().filter(at -> seen.add(at.family().getClass()));
  }

  static Stream<Case<?, ?>> furtherForms() {
    var first = families().map(Case::name).toList();
    return cases().filter(at -> !first.contains(at.name()));
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @MethodSource("families")
  void twoHundredStepsDriftLittleFromPyTorch(Case<?, ?> at) {
    assertThatDriftIsSmall(at, 200, ADAM);
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @MethodSource("furtherForms")
  void fiftyStepsDriftLittleFromPyTorch(Case<?, ?> at) {
    assertThatDriftIsSmall(at, 50, ADAM);
  }

  /** The rule knows nothing of the model, so one model is enough. */
  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void twoHundredStepsOfAdaMaxDriftLittleFromPyTorch() {
    assertThatDriftIsSmall(cases().findFirst().orElseThrow(), 200, ADAMAX);
  }

  private void assertThatDriftIsSmall(Case<?, ?> at, long until, AdamSettings adam) {
    double drift = driftFromPyTorch(at, until, adam);
    assertThat(drift)
        .isLessThan(drift < allowed(at) ? allowed(at) : 10 * ownDrift(at, until, adam));
  }

  /** Where frames are drawn by loss, rounding decides between those of nearly the same. */
  private static double allowed(Case<?, ?> at) {
    return at.name().contains(FrameDraw.Rule.HARDEST.name()) ? 0.1 : 0.01;
  }

  /**
   * Drift of PyTorch from itself, if each parameter begins one rounding error further from 0.
   * Piecewise linear functions magnify rounding: their slopes jump.
   */
  private double ownDrift(Case<?, ?> at, long until, AdamSettings adam) {
    var moved = new ArrayList<PopulationState.Member>();
    for (var member : at.initial().members()) {
      float[] parameters = member.parameters().clone();
      for (int i = 0; i < parameters.length; i++) {
        parameters[i] += Math.copySign(Math.ulp(parameters[i]), parameters[i]);
      }
      moved.add(
          new PopulationState.Member(
              member.seed(),
              member.divergedAt(),
              member.schedule(),
              parameters,
              member.firstMoment(),
              member.secondMoment()));
    }
    return drift(
        trainedOnPyTorch(at, new PopulationState(0, moved), until, adam),
        trainedOnPyTorch(at, at.initial(), until, adam));
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @MethodSource("cases")
  void widthPackingAndThreadsDoNotChangeBits(Case<?, ?> at) {
    var adam = AdamSettings.DEFAULTS;
    var together = trained(at, at.initial(), 60, adam, 1);
    assertThat(trained(at, at.initial(), 60, adam, 2)).isEqualTo(together);
    var half = trained(at, at.initial(), 25, adam, 1);
    var others = PopulationState.pack(List.of(half), List.of(5L, 3L));
    assertThat(trained(at, others, 60, adam, 1).member(3)).satisfies(equalTo(together, 3));
    var alone = PopulationState.pack(List.of(at.initial()), List.of(4L));
    assertThat(trained(at, alone, 60, adam, 1).member(4)).satisfies(equalTo(together, 4));
  }

  private static java.util.function.Consumer<PopulationState.Member> equalTo(
      PopulationState all, long seed) {
    return member ->
        assertThat(new PopulationState(all.step(), List.of(member)))
            .isEqualTo(new PopulationState(all.step(), List.of(all.member(seed))));
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @MethodSource("cases")
  void aSeedThatDivergesTouchesNoOther(Case<?, ?> at) {
    var initial = at.initial();
    var members = new ArrayList<>(initial.members());
    var poisoned = members.get(1).parameters().clone();
    poisoned[0] = Float.NaN;
    members.set(
        1,
        new PopulationState.Member(
            SEEDS.get(1),
            -1,
            members.get(1).schedule(),
            poisoned,
            members.get(1).firstMoment(),
            members.get(1).secondMoment()));
    var adam = AdamSettings.DEFAULTS;
    var found = trained(at, new PopulationState(0, members), 12, adam, 1);
    var undisturbed = trained(at, initial, 12, adam, 1);
    assertThat(found.member(SEEDS.get(1)).divergedAt()).isZero();
    assertThat(found.member(3)).satisfies(equalTo(undisturbed, 3));
    assertThat(found.member(5)).satisfies(equalTo(undisturbed, 5));
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @MethodSource("cases")
  void scoresAgreeWithPyTorch(Case<?, ?> at) {
    scoresAgree(at);
  }

  private <S extends Record, E> void scoresAgree(Case<S, E> at) {
    var state = trained(at, at.initial(), 60, AdamSettings.DEFAULTS, 1);
    var batch = at.batches(20, 100).get(1);
    Backend.start(1);
    try (var ours = new CompiledPopulation<E>(at::compiled, state, AdamSettings.DEFAULTS, 1);
        var reference =
            PyTorchPopulation.open(
                manager -> at.family().model(at.settings(), at.task(), manager),
                state,
                AdamSettings.DEFAULTS,
                1)) {
      var expected = reference.scores(batch.level(), batch.examples());
      var found = ours.scores(batch.level(), batch.examples());
      for (int k = 0; k < SEEDS.size(); k++) {
        assertThat(found.get(k).exact()).isEqualTo(expected.get(k).exact());
        assertThat(found.get(k).loss()).isCloseTo(expected.get(k).loss(), within(1e-4));
      }
    }
  }
}
