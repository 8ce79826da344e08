package org.seedbed.dataparallel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaRDDLike;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.seedbed.evaluation.FinalEvaluation;
import org.seedbed.experiment.DatasetFit;
import org.seedbed.experiment.ExperimentFile;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.files.SerializedConfiguration;
import org.seedbed.model.Backend;
import org.seedbed.model.HeldOut;
import org.seedbed.model.LearningCurve;
import org.seedbed.model.Model.BatchScore;
import org.seedbed.model.PyTorchPopulation;
import org.seedbed.model.population.GradientTape;
import org.seedbed.model.population.Population;
import org.seedbed.model.population.PopulationState;
import org.seedbed.model.population.PopulationState.Member;
import org.seedbed.model.population.ScheduleState;
import org.seedbed.model.population.StepLoss;
import org.seedbed.record.Provenance;
import org.seedbed.record.SeedOutcome.Score;
import org.seedbed.record.StateFile;
import org.seedbed.task.Level;

/**
 * Trains one initialization with several workers. Between two averagings, each worker trains
 * independently on its own examples; then parameters and moments are replaced by their means. The
 * driver runs checks, updates the curriculum and writes checkpoints, at averagings. Runs on the
 * driver.
 *
 * @param <E> type of the examples
 */
public final class DataParallelTraining<E> {
  private final JavaSparkContext spark;
  private final ExperimentModel<E> experiment;
  private final TrainingOrigin origin;
  private final DataParallelSettings settings;
  private final TrainingFolder folder;
  private final TrainingListener listener;
  private final List<LearningCurve.Point> points = new ArrayList<>();
  private boolean lossesMatter = true; // until a step has shown that they do not

  /**
   * @param experiment to train; its dataset is used if it names one
   * @param folder of the training; if it holds checkpoints, training resumes from the last one
   */
  public DataParallelTraining(
      JavaSparkContext spark,
      ExperimentModel<E> experiment,
      TrainingOrigin origin,
      DataParallelSettings settings,
      TrainingFolder folder,
      TrainingListener listener) {
    this.spark = spark;
    this.experiment = experiment;
    this.origin = origin;
    this.settings = settings;
    this.folder = folder;
    this.listener = listener;
  }

  /**
   * Trains to the end, then writes the trained parameters and their card.
   *
   * @param initialization {@code [P]}
   * @throws DivergedException if loss or parameters are no longer finite
   */
  public TrainedCard run(float[] initialization) throws IOException {
    // Started first, because starting ND4J sets the number of this thread's OpenMP threads.
    Nd4j.getBackend();
    var backend = Backend.start(experiment.experiment().search().threads());
    var layout = experiment.layout();
    var start =
        new Member(
            origin.seed(),
            -1,
            ScheduleState.START,
            initialization,
            new float[initialization.length],
            new float[initialization.length]);
    var restored = folder.last(layout, listener);
    long iteration = restored.map(r -> r.checkpoint().iteration()).orElse(0L);
    restored.ifPresent(r -> points.addAll(r.checkpoint().curve().points()));
    if (iteration > 0) {
      listener.resumed(iteration);
    }
    var dataset = DatasetFit.check(experiment, spark.hadoopConfiguration());
    var member = train(restored.map(r -> r.state().members().get(0)).orElse(start), iteration);
    return finish(
        member, Provenance.of(experiment.experiment(), spark.version(), backend, dataset));
  }

  private Member train(Member start, long from) throws IOException {
    var training = experiment.experiment().training();
    var plan =
        new TrainingPlan(
            experiment.curriculum(),
            experiment.experiment().dataSeed(),
            training.batch(),
            settings.workers());
    plan.skipTo(from);
    var network = new TrainingNetwork(experiment, start);
    var averaging = new SparkDl4jMultiLayer(spark, network.network(), new Averaging(settings));
    var member = start;
    long iteration = from;
    int averagings = 0;
    while (iteration < settings.iterations()) {
      long started = System.nanoTime();
      int more = (int) Math.min(settings.averagingEvery(), settings.iterations() - iteration);
      network.at(iteration, member.schedule());
      var draws = plan.next(more, member.schedule());
      var schedule = counted(member, draws.get(0).steps().get(0));
      averaging.fit(examples(draws));
      long before = iteration;
      iteration += more;
      averagings++;
      if (iteration / training.windowSteps() > before / training.windowSteps()) {
        schedule = windowEnded(schedule);
      }
      member = network.member(start.seed(), schedule);
      checkFinite(member, averaging.getScore(), iteration);
      listener.averaged(iteration, averaging.getScore(), (System.nanoTime() - started) / 1e9);
      boolean last = iteration == settings.iterations();
      boolean due = iteration / training.checkEvery() > before / training.checkEvery();
      if (due || last) {
        member = checked(member, iteration, due);
      }
      if (averagings % settings.checkpointEvery() == 0 || last) {
        commit(iteration, member);
      }
    }
    return member;
  }

  /**
   * Adds the loss of a step that the first worker is about to take to the windows of the seed's
   * training losses, if something depends on them. So windows have one loss of each averaging, not
   * of each step.
   */
  private ScheduleState counted(Member member, StepDraw next) throws IOException {
    var schedule = member.schedule();
    if (!lossesMatter) {
      return schedule;
    }
    var loss = stepLoss(member, WorkerExamples.step(next, experiment, spark.hadoopConfiguration()));
    lossesMatter = loss.matters(experiment.experiment().training().reduceOnPlateau());
    boolean counts = lossesMatter && Double.isFinite(loss.loss());
    return counts ? schedule.with(schedule.windows().plus(loss)) : schedule;
  }

  private StepLoss stepLoss(Member member, EncodedStep<E> step) {
    try (var manager = Backend.newManager();
        var model = experiment.newModel(manager);
        var population =
            Population.trained(manager, experiment.layout(), List.of(member.parameters()));
        var tape = GradientTape.start(manager)) {
      long dataSeed = experiment.experiment().dataSeed();
      return model
          .losses(population.parameters(tape), step.batches(), step.trainingStep(dataSeed))
          .bySeed()
          .get(0);
    }
  }

  private ScheduleState windowEnded(ScheduleState schedule) {
    var training = experiment.experiment().training();
    return schedule.windows().steps() == 0
        ? schedule
        : experiment
            .curriculum()
            .windowEnded(schedule, training.adam().learningRate(), training.reduceOnPlateau());
  }

  /** Returns the examples until the next averaging. Workers make them locally. */
  private JavaRDD<DataSet> examples(List<WorkerDraws> draws) {
    String yaml = ExperimentFile.write(experiment.experiment());
    var hadoop = new SerializedConfiguration(spark.hadoopConfiguration());
    return spark
        .parallelize(draws, draws.size())
        .flatMap(worker -> WorkerExamples.of(worker, yaml, hadoop));
  }

  private void checkFinite(Member member, double loss, long iteration) {
    boolean finite = Double.isFinite(loss);
    for (float value : member.parameters()) {
      finite &= Float.isFinite(value);
    }
    if (!finite) {
      throw new DivergedException(origin.seed(), iteration);
    }
  }

  /**
   * Adds a point to the learning curve. If a check is due, the score at the member's own level also
   * updates the schedule state, as in population training.
   */
  private Member checked(Member member, long iteration, boolean settles) {
    var curriculum = experiment.curriculum();
    var training = experiment.experiment().training();
    int examples = training.checkExamples();
    var schedule = member.schedule();
    var last = score(member.parameters(), "check", curriculum.last(), examples);
    var point =
        new LearningCurve.Point(
            iteration, last.loss(), last.exact() / (double) examples, schedule.stage());
    points.add(point);
    listener.checked(point);
    if (!settles) {
      return member;
    }
    var level = curriculum.checked(schedule);
    var own =
        level.equals(curriculum.last())
            ? last
            : score(member.parameters(), "check", level, examples);
    var updated =
        curriculum.updated(
            schedule, own.exact() / (double) examples, own.loss(), training.reduceOnPlateau());
    return new Member(
        member.seed(),
        -1,
        updated,
        member.parameters(),
        member.firstMoment(),
        member.secondMoment());
  }

  private BatchScore score(float[] parameters, String stream, Level level, int examples) {
    try (var manager = Backend.newManager();
        var model = experiment.newModel(manager);
        var population = Population.trained(manager, experiment.layout(), List.of(parameters))) {
      long dataSeed = experiment.experiment().dataSeed();
      var adam = experiment.experiment().training().adam();
      return new HeldOut<>(experiment.task(), dataSeed)
          .scores(
              new PyTorchPopulation<>(model, population, adam, dataSeed), stream, level, examples)
          .get(0);
    }
  }

  private void commit(long iteration, Member member) throws IOException {
    var state = new PopulationState(iteration, List.of(member));
    folder.commit(iteration, state, experiment.layout(), new LearningCurve(points));
    listener.committed(iteration);
  }

  private TrainedCard finish(Member member, Provenance provenance) throws IOException {
    var about = Map.of("seed", String.valueOf(origin.seed()), "task", experiment.task().name());
    var trained =
        folder
            .files()
            .write(
                folder.trained(),
                StateFile.parameters(member.parameters(), experiment.layout(), about));
    var evaluation = experiment.experiment().evaluation();
    var last = experiment.curriculum().last();
    var score = score(member.parameters(), "score", last, evaluation.examples());
    var trainedTo =
        new TrainedCard.Result(
            trained.sha256(),
            new Score(score.exact() / (double) evaluation.examples(), score.loss()),
            new LearningCurve(points));
    var card =
        TrainedCard.of(
            origin,
            experiment.experiment(),
            settings,
            provenance,
            trainedTo,
            FinalEvaluation.of(experiment, member.parameters()));
    folder.files().writeJson(folder.card(), card);
    return card;
  }

  /** DL4J's parameter averaging, with a known data size, so that Spark need not count the data. */
  private static final class Averaging extends ParameterAveragingTrainingMaster {
    private final long objects;

    Averaging(DataParallelSettings settings) {
      super(builder(settings));
      objects = (long) settings.workers() * settings.averagingEvery();
    }

    private static Builder builder(DataParallelSettings settings) {
      return new Builder(settings.workers(), 1)
          .batchSizePerWorker(1)
          .averagingFrequency(settings.averagingEvery())
          .workerPrefetchNumBatches(0)
          // Without it, Adam would restart at each averaging.
          .saveUpdater(true)
          // Examples are already assigned to workers.
          .repartionData(Repartition.Never)
          .rddTrainingApproach(RDDTrainingApproach.Direct)
          .storageLevel(null)
          .rngSeed(1);
    }

    @Override
    protected <T, R extends JavaRDDLike<T, R>> long getTotalDataSetObjectCount(
        JavaRDDLike<T, R> data) {
      return objects;
    }
  }
}
