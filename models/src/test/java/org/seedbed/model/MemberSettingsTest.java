package org.seedbed.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.seedbed.model.neuralgpu.DiagonalNeuralGpuFamily;
import org.seedbed.model.neuralgpu.NeuralGpuSettings;
import org.seedbed.model.neuralgpu.NeuralGpuSettings.Dropout;
import org.seedbed.model.neuralgpu.NeuralGpuSettings.Relaxation;
import org.seedbed.model.neuralgpu.PlainNeuralGpu;
import org.seedbed.model.npi.FrameDraw;
import org.seedbed.model.npi.NpiFamily;
import org.seedbed.model.npi.NpiSettings;
import org.seedbed.model.nram.NramFamily;
import org.seedbed.model.nram.NramSettings;
import org.seedbed.model.nram.NramSettings.ControllerKind;
import org.seedbed.model.population.AdamSettings;
import org.seedbed.model.population.PopulationState;
import org.seedbed.model.population.ScheduleState.Plateau;
import org.seedbed.model.population.ScheduleState.ReduceOnPlateau;
import org.seedbed.task.GeneratedExamples;
import org.seedbed.task.Task;
import org.seedbed.task.memory.MemoryTasks;
import org.seedbed.task.sequence.SequenceTasks;
import org.seedbed.task.trace.TraceTasks;

/** Seeds under different settings train in one population as they do apart. */
class MemberSettingsTest {
  private static final List<Long> SEEDS = List.of(3L, 4L);
  private static final int STEPS = 60;

  @RegisterExtension final NativeMemory nativeMemory = new NativeMemory();

  /** Settings that ride together. */
  record Mixed<S extends Record, E>(
      String name, ModelFamily<S, E> family, Task<E> task, List<S> models, Curriculum curriculum) {
    List<MemberSettings> settings() {
      return IntStream.range(0, models.size())
          .mapToObj(
              i ->
                  new MemberSettings(
                      models.get(i),
                      adam(i),
                      i % 2 == 0 ? 0.05 : 1,
                      new ReduceOnPlateau(Plateau.CHECKS, 1 + i, 0.5, 0.01)))
          .toList();
    }

    /** A population of all seeds under one setting. */
    List<PopulationState.Member> apart(MemberSettings own, int threads, boolean parks) {
      var training = new TrainingSettings(8, 5, 8, 200, own.adam(), own.reduceOnPlateau());
      var levels = curriculum.withPromotion(own.promotion());
      S model = family.settings().cast(own.model());
      try (var population =
          new CompiledPopulation<>(
              () -> family.compiled(model, task), initial(model, SEEDS), own.adam(), threads)) {
        return train(trainer(training, levels), population, parks);
      }
    }

    /** A population of all seeds under all settings. */
    List<PopulationState.Member> together(int threads, boolean parks) {
      var training =
          new TrainingSettings(8, 5, 8, 200, AdamSettings.DEFAULTS, ReduceOnPlateau.NEVER);
      try (var population =
          new CompiledPopulation<>(
              () -> family.compiled(models.get(0), task),
              initial(models.get(0), seeds()),
              AdamSettings.DEFAULTS,
              threads)) {
        return train(trainer(training, curriculum).withMembers(members()), population, parks);
      }
    }

    private List<PopulationState.Member> train(
        PopulationTrainer<E> trainer, TrainingPopulation<E> population, boolean parks) {
      if (!parks) {
        trainer.train(population, STEPS);
        return population.state().members();
      }
      var trained = trainer.trainAndPark(population, STEPS, 1);
      var left =
          population.width() == 0
              ? List.<PopulationState.Member>of()
              : population.state().members();
      return trained.inPlace(left, PopulationTrainer.Parked::member);
    }

    List<Long> seeds() {
      return models.stream().flatMap(own -> SEEDS.stream()).toList();
    }

    List<MemberSettings> members() {
      return settings().stream()
          .flatMap(own -> Collections.nCopies(SEEDS.size(), own).stream())
          .toList();
    }

    PopulationState initial(S model, List<Long> seeds) {
      return PopulationState.initial(family.layout(model, task), seeds);
    }

    PopulationTrainer<E> trainer(TrainingSettings training, Curriculum levels) {
      return new PopulationTrainer<>(
          training, levels, new GeneratedExamples<>(task, 1), new HeldOut<>(task, 1));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static AdamSettings adam(int i) {
    return new AdamSettings(
        AdamSettings.Rule.ADAM,
        0.01 * (i + 1),
        0.9 - 0.1 * i,
        0.99,
        0.9 - 0.05 * i,
        50 + i,
        1e-6 * (i + 1),
        i != 1,
        i == 2 ? 1.2 : 0,
        0.5 + i,
        i == 1 ? 0 : 1e-5,
        i == 0 ? 0 : 0.1,
        i == 2 ? 0 : 1e-3);
  }

  private static <E> Curriculum curriculum(Task<E> task, int... lengths) {
    var levels = IntStream.of(lengths).mapToObj(n -> task.level(n, OptionalInt.empty())).toList();
    return Curriculum.adaptive(levels, 1, false);
  }

  private static NramSettings nram(ControllerKind controller, double keep, double entropy) {
    return new NramSettings(3, 20, controller, keep, entropy, 100 + 100 * entropy, 1e-6);
  }

  private static NeuralGpuSettings neuralGpu(
      Dropout dropout, double keep, double cost, double pull, int sets) {
    return PlainNeuralGpu.settings(
        6, 1, 1, true, true, dropout, keep, cost, 0.9, new Relaxation(sets, pull, 1 + pull, 10));
  }

  static Stream<Mixed<?, ?>> mixed() {
    var copy = MemoryTasks.task("copy");
    var badd = SequenceTasks.task("badd");
    var addition = TraceTasks.task("addition-recursive");
    var npi =
        new NpiSettings(
            20,
            17,
            6,
            NpiSettings.Weighting.DISTINCT,
            0,
            FrameDraw.ALL,
            NpiSettings.Subprograms.NONE);
    return Stream.of(
        new Mixed<>(
            "nram",
            new NramFamily(),
            copy,
            List.of(
                nram(ControllerKind.FEED_FORWARD, 1, 0.1),
                nram(ControllerKind.FEED_FORWARD, 0.7, 0.1),
                nram(ControllerKind.FEED_FORWARD, 0.8, 0),
                nram(ControllerKind.FEED_FORWARD, 1, 0)),
            curriculum(copy, 2, 3)),
        new Mixed<>(
            "nram with lstm",
            new NramFamily(),
            copy,
            List.of(nram(ControllerKind.LSTM, 1, 0), nram(ControllerKind.LSTM, 1, 0.1)),
            curriculum(copy, 2, 3)),
        new Mixed<>(
            "neural gpu",
            new DiagonalNeuralGpuFamily(),
            badd,
            List.of(
                neuralGpu(Dropout.CANDIDATE, 0.9, 0.01, 0, 2),
                neuralGpu(Dropout.CANDIDATE, 1, 0, 0.01, 2),
                neuralGpu(Dropout.CANDIDATE, 0.5, 0.001, 0.1, 2)),
            curriculum(badd, 7, 12)),
        new Mixed<>(
            "neural gpu with dropout of the state",
            new DiagonalNeuralGpuFamily(),
            badd,
            List.of(
                neuralGpu(Dropout.STATE, 0.9, 0, 0, 1), neuralGpu(Dropout.STATE, 0.6, 0.01, 0, 1)),
            curriculum(badd, 7, 12)),
        new Mixed<>(
            "npi", new NpiFamily(), addition, List.of(npi, npi, npi), curriculum(addition, 2, 3)));
  }

  private static PopulationState state(List<PopulationState.Member> members) {
    return new PopulationState(STEPS, members);
  }

  @ParameterizedTest
  @MethodSource("mixed")
  void compiledMembersHaveTheSameBitsAsApart(Mixed<?, ?> mixed) {
    for (boolean parks : List.of(false, true)) {
      var apart = new ArrayList<PopulationState.Member>();
      mixed.settings().forEach(own -> apart.addAll(mixed.apart(own, 1, parks)));
      assertThat(state(mixed.together(1, parks))).isEqualTo(state(apart));
      assertThat(state(mixed.together(2, parks))).isEqualTo(state(apart));
    }
  }

  @ParameterizedTest
  @MethodSource("mixed")
  void settingsRideTogetherIfWhatTheyShareIsTheSame(Mixed<?, ?> mixed) {
    ridesTogether(mixed);
  }

  private static <S extends Record, E> void ridesTogether(Mixed<S, E> mixed) {
    assertThat(mixed.models().stream().map(own -> mixed.family().shared(own, Engine.JVM)))
        .containsOnly(mixed.family().shared(mixed.models().get(0), Engine.JVM));
  }

  @Test
  void settingsOfAnotherShapeDoNotRideTogether() {
    var nram = new NramFamily();
    assertThat(nram.shared(nram(ControllerKind.LSTM, 1, 0), Engine.JVM))
        .isNotEqualTo(nram.shared(nram(ControllerKind.FEED_FORWARD, 1, 0), Engine.JVM));
    var neuralGpu = new DiagonalNeuralGpuFamily();
    var dropping = neuralGpu(Dropout.CANDIDATE, 0.5, 0, 0, 1);
    var other = neuralGpu(Dropout.CANDIDATE, 0.6, 0, 0, 1);
    assertThat(neuralGpu.shared(dropping, Engine.JVM))
        .isEqualTo(neuralGpu.shared(other, Engine.JVM));
    assertThat(neuralGpu.shared(dropping, Engine.PYTORCH))
        .isNotEqualTo(neuralGpu.shared(other, Engine.PYTORCH));
  }

  @Test
  void pyTorchMembersTrainAsApart() {
    var models =
        List.of(
            nram(ControllerKind.FEED_FORWARD, 1, 0.1),
            nram(ControllerKind.FEED_FORWARD, 0.7, 0),
            nram(ControllerKind.FEED_FORWARD, 0.8, 0.3));
    var copy = MemoryTasks.task("copy");
    agreesOnPyTorch(new Mixed<>("nram", new NramFamily(), copy, models, curriculum(copy, 2, 3)));
    var badd = SequenceTasks.task("badd");
    agreesOnPyTorch(
        new Mixed<>(
            "neural gpu",
            new DiagonalNeuralGpuFamily(),
            badd,
            List.of(
                neuralGpu(Dropout.CANDIDATE, 0.9, 0.01, 0, 2),
                neuralGpu(Dropout.CANDIDATE, 0.9, 0, 0.01, 2)),
            curriculum(badd, 7, 12)));
  }

  private <S extends Record, E> void agreesOnPyTorch(Mixed<S, E> mixed) {
    Backend.start(1);
    var found = onPyTorch(mixed, mixed.models().get(0), mixed.seeds(), mixed.members());
    for (int i = 0; i < mixed.models().size(); i++) {
      var members = Collections.nCopies(SEEDS.size(), mixed.settings().get(i));
      var apart = onPyTorch(mixed, mixed.models().get(i), SEEDS, members);
      for (int k = 0; k < SEEDS.size(); k++) {
        float[] own = found.members().get(i * SEEDS.size() + k).parameters();
        float[] right = apart.members().get(k).parameters();
        for (int p = 0; p < right.length; p++) {
          assertThat(own[p]).isCloseTo(right[p], within(2e-3f));
        }
      }
    }
  }

  private static <S extends Record, E> PopulationState onPyTorch(
      Mixed<S, E> mixed, S model, List<Long> seeds, List<MemberSettings> members) {
    var large = members.stream().map(own -> withLargeEpsilon(own)).toList();
    var training =
        new TrainingSettings(8, 5, 8, 200, large.get(0).adam(), large.get(0).reduceOnPlateau());
    try (var population =
        PyTorchPopulation.open(
            manager -> mixed.family().model(model, mixed.task(), manager),
            mixed.initial(model, seeds),
            large.get(0).adam(),
            1)) {
      mixed.trainer(training, mixed.curriculum()).withMembers(large).train(population, 5);
      return population.state();
    }
  }

  /** See {@link CompiledModelTest}: with a small ε, Adam makes whole steps of rounding errors. */
  private static MemberSettings withLargeEpsilon(MemberSettings own) {
    var adam = own.adam();
    return new MemberSettings(
        own.model(),
        new AdamSettings(
            adam.rule(),
            adam.learningRate(),
            adam.beta1(),
            adam.beta2(),
            adam.beta2Early(),
            adam.beta2HalfLife(),
            1e-3 * (1 + adam.beta1()),
            adam.biasCorrection(),
            adam.coordinateClip(),
            adam.clipNorm(),
            adam.noise(),
            adam.noiseShare(),
            adam.relativeNoise()),
        own.promotion(),
        own.reduceOnPlateau());
  }

  @Test
  void membersOfAPyTorchPopulationShareTheRule() {
    var copy = MemoryTasks.task("copy");
    var own = nram(ControllerKind.FEED_FORWARD, 1, 0.1);
    var mixed = new Mixed<>("nram", new NramFamily(), copy, List.of(own), curriculum(copy, 2));
    var adam =
        new AdamSettings(
            AdamSettings.Rule.ADAMAX, 0.01, 0.9, 0.99, 0.9, 50, 1e-6, true, 0, 1, 0, 0, 0);
    var members =
        List.of(mixed.settings().get(0), new MemberSettings(own, adam, 1, ReduceOnPlateau.NEVER));
    Backend.start(1);
    assertThatThrownBy(() -> onPyTorch(mixed, own, SEEDS, List.of(members.get(0), members.get(1))))
        .hasMessageContaining("adam.rule");
  }
}
