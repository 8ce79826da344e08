package org.seedbed.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.seedbed.model.nram.Nram;
import org.seedbed.model.nram.NramSettings;
import org.seedbed.model.nram.NramSettings.ControllerKind;
import org.seedbed.model.population.AdamSettings;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.model.population.Parameters;
import org.seedbed.model.population.Population;
import org.seedbed.model.population.PopulationState;
import org.seedbed.model.population.ScheduleState.Plateau;
import org.seedbed.model.population.ScheduleState.ReduceOnPlateau;
import org.seedbed.task.GeneratedExamples;
import org.seedbed.task.Level;
import org.seedbed.task.memory.MemoryExample;
import org.seedbed.task.memory.MemoryTask;
import org.seedbed.task.memory.MemoryTasks;

class PopulationTrainerTest {
  private static final MemoryTask TASK = MemoryTasks.task("increment");
  private static final Curriculum CURRICULUM =
      Curriculum.bySteps(
          IntStream.rangeClosed(1, 3)
              .mapToObj(length -> TASK.level(length, OptionalInt.of(6)))
              .toList(),
          5);
  // Noise, dropout and entropy are on: a resumed training must restore all three.
  private static final NramSettings SETTINGS =
      new NramSettings(3, 16, ControllerKind.FEED_FORWARD, 0.9, 0.1, 50, 1e-6);
  private static final TrainingSettings TRAINING =
      new TrainingSettings(
          8,
          4,
          8,
          6,
          new AdamSettings(
              AdamSettings.Rule.ADAM, 0.01, 0.9, 0.999, 0.999, 1, 1e-8, true, 0, 1, 0.01, 0, 0),
          new ReduceOnPlateau(Plateau.CHECKS, 2, 0.7, 0.1));

  @BeforeAll
  static void start() {
    Backend.start(1);
  }

  private static PopulationState initial(Long... seeds) {
    return PopulationState.initial(Nram.layoutOf(SETTINGS), List.of(seeds));
  }

  private static PopulationState train(PopulationState from, long until) {
    return train(from, until, false);
  }

  private static PopulationState train(PopulationState from, long until, boolean collecting) {
    try (var manager = Backend.newManager();
        var nram = new Nram(SETTINGS, manager, DataType.FLOAT32);
        var model = collecting ? new Collecting(nram) : nram;
        var population = new Population(manager, model.layout(), from, DataType.FLOAT32)) {
      var trainer =
          new PopulationTrainer<>(
              TRAINING,
              CURRICULUM,
              new GeneratedExamples<>(TASK, 1),
              new HeldOut<MemoryExample>(TASK, 1));
      trainer.train(new PyTorchPopulation<>(model, population, TRAINING.adam(), 1), until);
      return population.state();
    }
  }

  /** Collects garbage between the forward and the backward pass. */
  private record Collecting(Model<MemoryExample> model) implements Model<MemoryExample> {
    @Override
    public ParameterLayout layout() {
      return model.layout();
    }

    @Override
    public Losses losses(
        Parameters parameters, List<LevelBatch<MemoryExample>> batches, TrainingStep step) {
      var losses = model.losses(parameters, batches, step);
      System.gc();
      // Overwrites memory that the collection may have freed.
      for (int i = 0; i < 64; i++) {
        Arrays.fill(new float[1 << 14], Float.NaN);
        java.nio.ByteBuffer.allocateDirect(4).putFloat(Float.NaN);
      }
      return losses;
    }

    @Override
    public List<BatchScore> scores(Parameters parameters, Level level, List<MemoryExample> batch) {
      return model.scores(parameters, level, batch);
    }

    @Override
    public void close() {
      model.close();
    }
  }

  @Test
  void pausingIsAsIfItHadNotBeen() {
    var whole = train(initial(1L, 2L, 3L), 20);
    var paused = train(train(initial(1L, 2L, 3L), 9), 20);
    assertThat(paused).isEqualTo(whole);
    assertThat(train(initial(1L, 2L, 4L), 20)).isNotEqualTo(whole);
  }

  @Test
  void garbageCollectionChangesNothing() {
    assertThat(train(initial(1L, 2L), 12, true)).isEqualTo(train(initial(1L, 2L), 12, false));
  }

  /**
   * Compares gradients, not parameters: Adam's first steps have the size of the learning rate
   * whatever the gradient, so rounding decides their direction where a gradient is nearly zero.
   */
  @Test
  void neighboursChangeAGradientByRoundingOnly() {
    var wide = train(initial(1L, 2L, 3L, 4L), 1);
    var narrow = train(initial(3L), 1);
    assertThat(wide.member(3).firstMoment())
        .containsExactly(narrow.member(3).firstMoment(), within(1e-7f));
    assertThat(wide.member(2).firstMoment()).isNotEqualTo(wide.member(3).firstMoment());
  }

  @Test
  void seedsAreDroppedAndPackedAgainWithTheirState() {
    var left = train(initial(1L, 2L), 8);
    var right = train(initial(3L, 4L), 8);
    var packed = PopulationState.pack(List.of(left, right), List.of(4L, 1L));
    assertThat(packed.seeds()).containsExactly(4L, 1L);
    assertThat(packed.step()).isEqualTo(8);
    assertThat(packed.member(4)).isSameAs(right.member(4));
    var on = train(packed, 9);
    var stayed = train(left, 9);
    assertThat(on.member(1).firstMoment())
        .containsExactly(stayed.member(1).firstMoment(), within(1e-6f));
    assertThat(on.member(1).secondMoment())
        .containsExactly(stayed.member(1).secondMoment(), within(1e-6f));
  }

  @Test
  void twoPopulationsTrainInTwoThreadsAsInOne() throws Exception {
    Callable<PopulationState> first = () -> train(initial(1L, 2L), 12);
    Callable<PopulationState> second = () -> train(initial(3L, 4L), 12);
    var threads = Executors.newFixedThreadPool(2);
    try {
      var both = threads.invokeAll(List.of(first, second));
      assertThat(both.get(0).get()).isEqualTo(first.call());
      assertThat(both.get(1).get()).isEqualTo(second.call());
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void leavesNoTensorBehind() {
    try (NDManager manager = Backend.newManager();
        var nram = new Nram(SETTINGS, manager, DataType.FLOAT32);
        var population =
            new Population(manager, nram.layout(), initial(1L, 2L), DataType.FLOAT32)) {
      var trainer =
          new PopulationTrainer<>(
              TRAINING,
              CURRICULUM,
              new GeneratedExamples<>(TASK, 1),
              new HeldOut<MemoryExample>(TASK, 1));
      var training = new PyTorchPopulation<>(nram, population, TRAINING.adam(), 1);
      trainer.train(training, 8);
      int owned = population.manager().getManagedArrays().size();
      int ownedByAll = manager.getManagedArrays().size();
      trainer.train(training, 24);
      assertThat(population.manager().getManagedArrays()).hasSize(owned);
      assertThat(manager.getManagedArrays()).hasSize(ownedByAll);
    }
  }

  @Test
  void learns() {
    try (NDManager manager = Backend.newManager();
        var nram = new Nram(NramSettings.DEFAULTS, manager, DataType.FLOAT32)) {
      var level = TASK.level(1, OptionalInt.of(5));
      var state = PopulationState.initial(nram.layout(), List.of(0L, 1L, 2L, 3L));
      try (var population = new Population(manager, nram.layout(), state, DataType.FLOAT32)) {
        var trainer =
            new PopulationTrainer<>(
                new TrainingSettings(16, 20, 16, 200, AdamSettings.DEFAULTS, ReduceOnPlateau.NEVER),
                Curriculum.bySteps(List.of(level), 1),
                new GeneratedExamples<>(TASK, 1),
                new HeldOut<MemoryExample>(TASK, 1));
        var curves =
            trainer
                .train(new PyTorchPopulation<>(nram, population, AdamSettings.DEFAULTS, 1), 100)
                .curves();
        assertThat(curves).allMatch(curve -> curve.points().size() == 5);
        assertThat(curves).anyMatch(curve -> curve.points().get(4).exact() == 1);
        assertThat(curves).anyMatch(curve -> curve.points().get(4).loss() < 0.1);
      }
    }
  }
}
