package org.seedbed.dataparallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.seedbed.dataset.DatasetGeneration;
import org.seedbed.dataset.DatasetPlan;
import org.seedbed.dataset.LocalSpark;
import org.seedbed.experiment.ExperimentFile;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.model.Backend;
import org.seedbed.model.HeldOut;
import org.seedbed.model.LevelBatch;
import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.PopulationTrainer;
import org.seedbed.model.PyTorchPopulation;
import org.seedbed.model.population.GradientConditioning;
import org.seedbed.model.population.GradientTape;
import org.seedbed.model.population.Initialization;
import org.seedbed.model.population.Population;
import org.seedbed.model.population.PopulationState;
import org.seedbed.model.population.PopulationState.Member;
import org.seedbed.model.population.ScheduleState;
import org.seedbed.record.RunFolder;
import org.seedbed.serialization.SeedbedRegistrator;
import org.seedbed.task.GeneratedExamples;

/** Data-parallel training against plain training of the same seed, on a real Spark. */
class DataParallelTrainingIT {
  private static final long SEED = 5;
  private static final Map<String, String> COMMON =
      Map.ofEntries(
          Map.entry("seeds.count", "1"),
          Map.entry("training.batch", "4"),
          Map.entry("training.checkEvery", "4"),
          Map.entry("training.checkExamples", "8"),
          // So that clipping takes part.
          Map.entry("training.adam.clipNorm", "0.1"),
          Map.entry("search.rungs", "[20]"),
          Map.entry("search.width", "1"),
          Map.entry("search.slots", "2"),
          Map.entry("evaluation.examples", "16"),
          Map.entry("evaluation.lengths", "[]"));

  private static JavaSparkContext spark;
  @TempDir java.nio.file.Path folder;

  @BeforeAll
  static void startSpark() {
    var conf = LocalSpark.conf(2);
    SeedbedRegistrator.configure(conf);
    spark = new JavaSparkContext(conf);
  }

  @AfterAll
  static void stopSpark() {
    spark.close();
  }

  private static ExperimentModel<?> experiment(Map<String, String> own, String... more) {
    var settings = new LinkedHashMap<>(COMMON);
    settings.putAll(own);
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return ExperimentModel.of(ExperimentFile.read("", settings));
  }

  private static ExperimentModel<?> nram(String... more) {
    return experiment(
        Map.of(
            "task", "increment",
            "curriculum.lastLevel", "2",
            "curriculum.modulus", "5",
            "curriculum.widenings", "0",
            "nram.hiddenSize", "8",
            "nram.registers", "2",
            "training.adam.noise", "0.01"),
        more);
  }

  private static ExperimentModel<?> neuralGpu(String... more) {
    return experiment(
        Map.of(
            "model", "diagonal-neural-gpu",
            "task", "badd",
            "curriculum.lengths", "[5, 7]",
            "neuralGpu.maps", "6",
            // A seed that goes on to the second level at once, and gets slower.
            "curriculum.promotion", "0.01",
            "training.stall.checks", "1"),
        more);
  }

  /** A seed whose cost and learning rate follow its training losses. */
  private static ExperimentModel<?> fadingNeuralGpu() {
    return neuralGpu(
        "neuralGpu.saturationCost", "0.05",
        "neuralGpu.saturationFades", "true",
        "neuralGpu.extrapolation.recall", "true",
        "training.windowSteps", "3",
        "training.adam.biasCorrection", "false",
        "training.adam.coordinateClip", "0.5",
        "training.reduceOnPlateau.of", "WINDOWS");
  }

  private static ExperimentModel<?> npi(String... more) {
    return experiment(Map.of("model", "npi", "task", "addition-recursive"), more);
  }

  static Stream<ExperimentModel<?>> models() {
    var withRmsProp = nram("training.adam.rule", "RMSPROP", "training.adam.learningRate", "0.001");
    return Stream.of(nram(), withRmsProp, neuralGpu(), fadingNeuralGpu(), npi());
  }

  private static Member initial(ExperimentModel<?> experiment) {
    return Member.initial(SEED, experiment.layout());
  }

  /** A plain training, as a search makes it. */
  private static <E> Member plain(
      ExperimentModel<E> experiment, Member start, long from, long until) {
    var settings = experiment.experiment();
    Backend.start(1);
    try (var manager = Backend.newManager();
        var model = experiment.newModel(manager);
        var source = new GeneratedExamples<>(experiment.task(), settings.dataSeed());
        var population =
            new Population(
                manager,
                experiment.layout(),
                new PopulationState(from, List.of(start)),
                DataType.FLOAT32)) {
      new PopulationTrainer<>(
              settings.training(),
              experiment.curriculum(),
              source,
              new HeldOut<>(experiment.task(), settings.dataSeed()))
          .train(
              new PyTorchPopulation<>(
                  model, population, settings.training().adam(), settings.dataSeed()),
              until);
      return population.state().members().get(0);
    }
  }

  private TrainingFolder folder(String name) throws IOException {
    var files = RunFolder.at(new Path(folder.resolve(name).toUri()), new Configuration());
    files.create();
    return new TrainingFolder(files);
  }

  private TrainedCard train(
      ExperimentModel<?> experiment, DataParallelSettings settings, TrainingFolder into)
      throws IOException {
    var origin = new TrainingOrigin("none", 1, SEED, "");
    return new DataParallelTraining<>(
            spark, experiment, origin, settings, into, new TrainingListener() {})
        .run(Initialization.of(SEED, experiment.layout()));
  }

  private static Member last(TrainingFolder from, ExperimentModel<?> experiment)
      throws IOException {
    return from.last(experiment.layout(), new TrainingListener() {})
        .orElseThrow()
        .state()
        .members()
        .get(0);
  }

  private static void assertClose(float[] actual, float[] expected, double tolerance) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).as("value %d", i).isCloseTo(expected[i], within((float) tolerance));
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void theLayersGradientIsThatOfThePopulation(ExperimentModel<?> experiment) {
    gradientAgrees(experiment);
  }

  private static <E> void gradientAgrees(ExperimentModel<E> experiment) {
    Backend.start(1);
    var levels = experiment.curriculum().levels();
    var source = new GeneratedExamples<>(experiment.task(), 1);
    var batches =
        levels.stream()
            .map(level -> new LevelBatch<>(level, source.examples(level, 3, 4)))
            .toList();
    var shares = levels.stream().map(level -> 1.0 / levels.size()).toList();
    var member = initial(experiment);

    var network = new TrainingNetwork(experiment, member).network();
    var encoded =
        new EncodedStep<>(7, 0.5f, Float.POSITIVE_INFINITY, shares, batches)
            .dataSet(experiment.task(), levels);
    network.setInput(encoded.getFeatures());
    network.setLabels(encoded.getLabels());
    network.computeGradientAndScore();

    try (var manager = Backend.newManager();
        var model = experiment.newModel(manager);
        var population =
            new Population(
                manager,
                experiment.layout(),
                new PopulationState(
                    7,
                    List.of(
                        new Member(
                            SEED,
                            -1,
                            new ScheduleState(0, 0.5f, Float.POSITIVE_INFINITY, 0),
                            member.parameters(),
                            member.firstMoment(),
                            member.secondMoment()))),
                DataType.FLOAT32);
        var tape = GradientTape.start(manager)) {
      var parameters = population.parameters(tape);
      long dataSeed = experiment.experiment().dataSeed();
      NDArray losses =
          model
              .losses(parameters, batches, new TrainingStep(dataSeed, 7, List.of(shares)))
              .values();
      tape.backward(losses);
      NDArray gradient = parameters.gradient();
      try (var scope = GradientTape.off(manager)) {
        gradient.attach(scope.manager());
        new GradientConditioning(List.of(experiment.experiment().training().adam()), dataSeed)
            .apply(population, gradient);
        assertClose(
            network.gradient().gradient().dup('c').data().asFloat(), gradient.toFloatArray(), 1e-7);
      }
      assertThat(network.score()).isCloseTo(losses.toFloatArray()[0], within(1e-6));
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void oneWorkerThatAveragesEveryStepIsAPlainTraining(ExperimentModel<?> experiment)
      throws IOException {
    var into = folder("one");
    var card = train(experiment, new DataParallelSettings(1, 1, 5, 12), into);
    var expected = plain(experiment, initial(experiment), 0, 12);
    var actual = last(into, experiment);
    assertClose(actual.parameters(), expected.parameters(), 1e-5);
    assertClose(actual.firstMoment(), expected.firstMoment(), 1e-6);
    assertClose(actual.secondMoment(), expected.secondMoment(), 1e-6);
    assertThat(actual.schedule().stage()).isEqualTo(expected.schedule().stage());
    assertThat(actual.schedule().rate()).isEqualTo(expected.schedule().rate());
    var windows = expected.schedule().windows();
    var found = actual.schedule().windows();
    assertThat(found.means()).hasSameSizeAs(windows.means());
    assertThat(found.steps()).isEqualTo(windows.steps());
    if (Float.isFinite(windows.costBound())) {
      float bound = windows.costBound();
      assertThat(bound).isPositive().isLessThan(0.05f);
      assertThat(found.costBound()).isCloseTo(bound, within(1e-4f * bound));
    } else {
      assertThat(found.costBound()).isEqualTo(windows.costBound());
    }
    assertThat(card.curve().points()).extracting("step").containsExactly(4L, 8L, 12L);
  }

  @Test
  void twoWorkersEndAsTheMeanOfTwoTrainingsMomentsIncluded() throws IOException {
    var experiment = nram("training.adam.noise", "0");
    var into = folder("two");
    // The first iterations of both, then the second with what was averaged.
    train(experiment, new DataParallelSettings(2, 1, 1, 2), into);

    var mean = initial(experiment);
    for (int iteration = 0; iteration < 2; iteration++) {
      var members = new ArrayList<Member>();
      for (int worker = 0; worker < 2; worker++) {
        members.add(oneStep(experiment, mean, iteration, 2 * iteration + worker));
      }
      mean =
          new Member(
              SEED,
              -1,
              mean.schedule(),
              mean(members.get(0).parameters(), members.get(1).parameters()),
              mean(members.get(0).firstMoment(), members.get(1).firstMoment()),
              mean(members.get(0).secondMoment(), members.get(1).secondMoment()));
    }
    var actual = last(into, experiment);
    assertClose(actual.parameters(), mean.parameters(), 1e-6);
    assertClose(actual.firstMoment(), mean.firstMoment(), 1e-7);
    assertClose(actual.secondMoment(), mean.secondMoment(), 1e-7);
  }

  /** One step of one worker, by DL4J alone, without Spark. */
  private static <E> Member oneStep(
      ExperimentModel<E> experiment, Member from, int iteration, int step) throws IOException {
    var network = new TrainingNetwork(experiment, from);
    network.at(iteration, from.schedule());
    var settings = experiment.experiment();
    var plan =
        new TrainingPlan(
            experiment.curriculum(), settings.dataSeed(), settings.training().batch(), 1);
    plan.skipTo(step);
    var draw = plan.next(1, from.schedule()).get(0).steps().get(0);
    var encoded = WorkerExamples.step(draw, experiment, new Configuration());
    network.network().fit(encoded.dataSet(experiment.task(), experiment.curriculum().levels()));
    return network.member(SEED, from.schedule());
  }

  private static float[] mean(float[] a, float[] b) {
    float[] mean = new float[a.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (a[i] + b[i]) / 2;
    }
    return mean;
  }

  @Test
  void goesOnFromItsCheckpointsAlsoWhenTheLastIsDamaged() throws IOException {
    var experiment = neuralGpu();
    var calm = folder("calm");
    var expected = train(experiment, new DataParallelSettings(2, 2, 2, 16), calm);

    var broken = folder("broken");
    train(experiment, new DataParallelSettings(2, 2, 2, 12), broken);
    var state = broken.files().root() + "/checkpoints/iteration-00000012.safetensors";
    Files.write(java.nio.file.Path.of(java.net.URI.create(state).getPath()), new byte[100]);
    var notes = new ArrayList<String>();
    var listener =
        new TrainingListener() {
          @Override
          public void note(String message) {
            notes.add(message);
          }

          @Override
          public void resumed(long iteration) {
            notes.add("from " + iteration);
          }
        };
    var origin = new TrainingOrigin("none", 1, SEED, "");
    var card =
        new DataParallelTraining<>(
                spark, experiment, origin, new DataParallelSettings(2, 2, 2, 16), broken, listener)
            .run(Initialization.of(SEED, experiment.layout()));
    assertThat(notes).hasSize(2);
    assertThat(notes.get(0)).contains("iteration-00000012.safetensors", "100 bytes");
    assertThat(notes.get(1)).isEqualTo("from 8");
    assertThat(card.trainedSha256()).isEqualTo(expected.trainedSha256());
    assertThat(card.curve()).isEqualTo(expected.curve());
  }

  @Test
  void readsItsExamplesFromADataset() throws IOException {
    var experiment = nram();
    var data = new Path(folder.resolve("data").toUri());
    var plan =
        new DatasetPlan(
            experiment.task().name(),
            experiment.experiment().dataSeed(),
            6144,
            experiment.curriculum().levels(),
            1024);
    new DatasetGeneration(spark).generate(plan, data);
    var settings = new DataParallelSettings(2, 3, 2, 9);
    var generated = train(experiment, settings, folder("generated"));
    var read = train(nram("data", data.toString()), settings, folder("read"));
    assertThat(read.trainedSha256()).isEqualTo(generated.trainedSha256());
  }

  @Test
  void stopsWhereItDivergesAndKeepsTheCheckpointBefore() throws IOException {
    var experiment = nram("training.adam.learningRate", "1e38", "training.adam.clipNorm", "1e30");
    var into = folder("diverged");
    assertThatThrownBy(() -> train(experiment, new DataParallelSettings(1, 1, 1, 20), into))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("Training of seed 5 diverged by iteration");
  }
}
