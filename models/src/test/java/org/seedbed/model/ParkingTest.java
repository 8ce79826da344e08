package org.seedbed.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.seedbed.model.population.AdamSettings;
import org.seedbed.model.population.Checkpoint;
import org.seedbed.model.population.Initialization;
import org.seedbed.model.population.PopulationState;
import org.seedbed.model.population.ScheduleState.ReduceOnPlateau;
import org.seedbed.model.terpret.ChainFamily;
import org.seedbed.model.terpret.ChainSettings;
import org.seedbed.task.GeneratedExamples;
import org.seedbed.task.terpret.Chain;
import org.seedbed.task.terpret.ChainExample;
import org.seedbed.task.terpret.ChainTasks;

/** Solved seeds leave their populations, and nobody else notices. */
class ParkingTest {
  private static final Chain TASK = ChainTasks.task("chain-8");
  private static final ChainSettings SETTINGS = new ChainSettings(1);
  private static final ChainFamily FAMILY = new ChainFamily();
  private static final AdamSettings ADAM =
      new AdamSettings(
          AdamSettings.Rule.ADAM, 0.05, 0, 0.9, 0.9, 2000, 1e-8, true, 0, 1e9, 0, 0, 0);
  private static final TrainingSettings TRAINING =
      new TrainingSettings(1, 10, 1, 200, ADAM, ReduceOnPlateau.NEVER);
  private static final List<Long> SEEDS = LongStream.range(0, 40).boxed().toList();

  private static PopulationTrainer<ChainExample> trainer() {
    return new PopulationTrainer<>(
        TRAINING,
        Curriculum.bySteps(List.of(TASK.level(1, OptionalInt.empty())), 1),
        new GeneratedExamples<>(TASK, 1),
        new HeldOut<>(TASK, 1));
  }

  private static PopulationState initial(List<Long> seeds) {
    return PopulationState.initial(FAMILY.layout(SETTINGS, TASK), seeds);
  }

  private static TrainingPopulation<ChainExample> compiled(PopulationState state) {
    return new CompiledPopulation<>(() -> FAMILY.compiled(SETTINGS, TASK), state, ADAM, 1);
  }

  /** Members in the order of the seeds, parked ones among them. */
  private static List<PopulationState.Member> ended(
      TrainingPopulation<ChainExample> population, PopulationTrainer.Trained trained) {
    var left =
        population.width() == 0 ? List.<PopulationState.Member>of() : population.state().members();
    return trained.inPlace(left, PopulationTrainer.Parked::member);
  }

  private static List<PopulationState.Member> parkedUntil(List<Long> seeds, long until) {
    try (var population = compiled(initial(seeds))) {
      return ended(population, trainer().trainAndPark(population, until, 1));
    }
  }

  @Test
  void aSolvedSeedKeepsTheStateOfItsCheckWhateverItsNeighboursDo() {
    var together = parkedUntil(SEEDS, 200);
    assertThat(together).filteredOn(m -> m.schedule().parked()).hasSizeBetween(10, 35);
    for (var member : together) {
      var alone = parkedUntil(List.of(member.seed()), 200).get(0);
      assertThat(alone.parameters()).containsExactly(member.parameters());
      assertThat(alone.secondMoment()).containsExactly(member.secondMoment());
      assertThat(alone.schedule()).isEqualTo(member.schedule());
      if (member.schedule().parked()) {
        try (var unparked = compiled(initial(List.of(member.seed())))) {
          trainer().train(unparked, member.schedule().parkedAt());
          assertThat(unparked.state().member(member.seed()).parameters())
              .containsExactly(member.parameters());
        }
      }
    }
  }

  @Test
  void aParkedSeedTrainsOnAsIfItHadNotBeenParked() {
    var parked =
        parkedUntil(SEEDS, 200).stream()
            .filter(m -> m.schedule().parked())
            .findFirst()
            .orElseThrow();
    var state = new PopulationState(200, List.of(parked));
    try (var whole = compiled(initial(List.of(parked.seed())));
        var on = compiled(PopulationState.ofParked(List.of(state), List.of(parked.seed())))) {
      assertThat(on.step()).isEqualTo(parked.schedule().parkedAt());
      trainer().train(whole, 150);
      trainer().train(on, 150);
      assertThat(on.state()).isEqualTo(whole.state());
    }
    var unlike = parkedUntil(SEEDS, 200).stream().filter(m -> !m.schedule().parked()).findFirst();
    var mixed = new PopulationState(200, List.of(parked, unlike.orElseThrow()));
    assertThatThrownBy(
            () ->
                PopulationState.ofParked(
                    List.of(mixed), List.of(parked.seed(), unlike.orElseThrow().seed())))
        .hasMessageContaining("parked at different steps");
  }

  @Test
  void onPyTorchTheOthersTrainOnAndAPopulationMayBecomeEmpty() {
    Backend.start(1);
    var seeds = SEEDS.subList(0, 6);
    try (var population =
        PyTorchPopulation.open(
            manager -> FAMILY.model(SETTINGS, TASK, manager), initial(seeds), ADAM, 1)) {
      var taken = population.takeOut(List.of(1, 4));
      assertThat(taken).extracting(PopulationState.Member::seed).containsExactly(1L, 4L);
      assertThat(population.width()).isEqualTo(4);
      trainer().train(population, 20);
      assertThat(population.state().seeds()).containsExactly(0L, 2L, 3L, 5L);
      try (var alone = compiled(initial(List.of(2L)))) {
        trainer().train(alone, 20);
        assertThat(population.state().member(2).parameters())
            .containsExactly(alone.state().member(2).parameters(), within(1e-3f));
      }
      assertThat(population.takeOut(List.of(0, 1, 2, 3))).hasSize(4);
      assertThat(population.width()).isZero();
      assertThat(population.schedules()).isEmpty();
    }
  }

  @Test
  void aDivergedSeedLeavesWithoutHavingSolvedTheTask() {
    // Its parameters answer right, but a gradient was not finite.
    var layout = FAMILY.layout(SETTINGS, TASK);
    float[] right = new float[layout.size()];
    for (int i = 0; i < right.length; i += 2) {
      right[i] = 5;
    }
    var fresh = PopulationState.Member.initial(1, layout);
    var diverged =
        new PopulationState.Member(
            1, 0, fresh.schedule(), right, fresh.firstMoment(), fresh.secondMoment());
    try (var population = compiled(new PopulationState(0, List.of(diverged)))) {
      var trained = trainer().trainAndPark(population, 50, 1);
      var member = ended(population, trained).get(0);
      assertThat(member.diverged()).isTrue();
      assertThat(member.schedule().parked()).isFalse();
    }
  }

  /** Found again by training to every check, and by its curve; cut in two, it is the same. */
  @Test
  void theBestCheckpointIsThatOfTheBestCheck() {
    var seeds = SEEDS.subList(0, 8);
    var none = Collections.nCopies(seeds.size(), Optional.<Checkpoint>empty());
    List<Optional<Checkpoint>> whole;
    List<LearningCurve> curves;
    try (var population = compiled(initial(seeds))) {
      // 95 is no check, and does not count.
      var trained = trainer().keepingBest(none).train(population, 95);
      whole = trained.best();
      curves = trained.curves();
    }
    for (int k = 0; k < seeds.size(); k++) {
      var best = whole.get(k).orElseThrow();
      var expected =
          curves.get(k).points().stream()
              .filter(point -> point.step() % 10 == 0)
              .min(
                  Comparator.comparingDouble((LearningCurve.Point point) -> -point.exact())
                      .thenComparingDouble(point -> (float) point.loss()))
              .orElseThrow();
      assertThat(best.step()).isEqualTo(expected.step());
      assertThat(best.loss()).isEqualTo((float) expected.loss());
      try (var until = compiled(initial(List.of(seeds.get(k))))) {
        trainer().train(until, best.step());
        assertThat(best.parameters()).containsExactly(until.parameters(0));
        assertThat(until.state().members().get(0).withBest(whole.get(k)).kept())
            .isSameAs(best.parameters());
      }
    }
    try (var population = compiled(initial(seeds))) {
      var half = trainer().keepingBest(none).train(population, 35).best();
      assertThat(trainer().keepingBest(half).train(population, 95).best()).isEqualTo(whole);
    }
  }

  @Test
  void aLossThatIsNotFiniteIsNeverTheBest() {
    assertThat(Checkpoint.isBest(1, Double.NaN, Optional.empty())).isFalse();
    var best = Optional.of(new Checkpoint(10, 0.5f, 1, new float[1]));
    assertThat(Checkpoint.isBest(0.5, 1, best)).isFalse();
    assertThat(Checkpoint.isBest(0.5, 0.9, best)).isTrue();
    assertThat(Checkpoint.isBest(0.6, 2, best)).isTrue();
    assertThat(Checkpoint.isBest(0.4, 0.1, best)).isFalse();
  }

  /** The softmax of two such logits is uniform on 0 … 1. */
  @Test
  void aChainBeginsWithProbabilitiesFromAUniformDistribution() {
    int[] bins = new int[4];
    for (long seed = 0; seed < 2000; seed++) {
      float[] logits = Initialization.of(seed, FAMILY.layout(SETTINGS, TASK));
      for (int i = 0; i < logits.length; i += 2) {
        double probability = 1 / (1 + Math.exp((double) logits[i + 1] - logits[i]));
        bins[(int) Math.min(3, 4 * probability)]++;
      }
    }
    for (int count : bins) {
      assertThat(count).isBetween(3300, 3700);
    }
  }

  /** Finite differences, in double. */
  @Test
  void theChainsGradientIsThatOfItsLoss() {
    var layout = FAMILY.layout(SETTINGS, TASK);
    float[] logits = Initialization.of(3, layout);
    double step = 1e-4;
    double[] numeric = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      numeric[i] = (lossByHand(logits, i, step) - lossByHand(logits, i, -step)) / (2 * step);
    }
    var model = FAMILY.compiled(SETTINGS, TASK);
    float[] packed = new float[model.packing().packedSize()];
    float[] gradient = new float[packed.length];
    model.packing().pack(logits, packed, 0);
    var level = TASK.level(1, OptionalInt.empty());
    double loss =
        model
            .prepare(
                List.of(new LevelBatch<>(level, List.of(TASK.example(1, level, 0)))),
                Model.TrainingStep.onOneBatch(1, 0, 1))
            .run(0, packed, 0, gradient, 0)
            .loss();
    assertThat(loss).isCloseTo(lossByHand(logits, 0, 0), within(1e-6));
    float[] flat = model.packing().unpack(gradient, 0);
    for (int i = 0; i < flat.length; i++) {
      assertThat((double) flat[i]).isCloseTo(numeric[i], within(1e-4));
    }
  }

  private static double lossByHand(float[] logits, int moved, double by) {
    int k = logits.length / 2 + 1;
    double[] zero = new double[k];
    zero[0] = 1;
    for (int i = 1; i < k; i++) {
      double a = Math.exp(logits[2 * (i - 1)] + (moved == 2 * (i - 1) ? by : 0));
      double b = Math.exp(logits[2 * (i - 1) + 1] + (moved == 2 * (i - 1) + 1 ? by : 0));
      zero[i] = a / (a + b);
    }
    double loss = 0;
    for (int i = 0; i < k; i++) {
      double p = zero[i];
      double q = zero[(i + 1) % k];
      loss -= Math.log(p * q + (1 - p) * (1 - q));
    }
    return loss;
  }
}
