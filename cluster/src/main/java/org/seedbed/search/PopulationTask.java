package org.seedbed.search;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.seedbed.dataset.SharedDatasets;
import org.seedbed.engine.kernel.Lanes;
import org.seedbed.evaluation.Generalization;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.experiment.KeptCheckpoint;
import org.seedbed.files.Sha256;
import org.seedbed.instrumentation.ObservedCommit;
import org.seedbed.instrumentation.ObservedSteps;
import org.seedbed.metrics.Metric;
import org.seedbed.metrics.ProcessMetrics;
import org.seedbed.model.Engine;
import org.seedbed.model.HeldOut;
import org.seedbed.model.LearningCurve;
import org.seedbed.model.MemberSettings;
import org.seedbed.model.Model.BatchScore;
import org.seedbed.model.PopulationTrainer;
import org.seedbed.model.TrainingPopulation;
import org.seedbed.model.population.PopulationState;
import org.seedbed.model.population.PopulationState.Member;
import org.seedbed.record.PopulationRecord;
import org.seedbed.record.RunFolder;
import org.seedbed.record.SeedOutcome;
import org.seedbed.record.SeedOutcome.Score;
import org.seedbed.record.StateFile;
import org.seedbed.task.ExampleSource;
import org.seedbed.task.GeneratedExamples;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains one population to the end of a stage and commits it. Runs on an executor.
 *
 * @param <E> type of the examples
 */
public final class PopulationTask<E> {
  private static final Logger LOG = LoggerFactory.getLogger(PopulationTask.class);

  private static final AtomicBoolean WARNED = new AtomicBoolean();

  private final ExperimentModel<E> experiment;
  private final RunFolder run;
  private final Configuration configuration;
  private final LongConsumer seedSteps;
  private final ProcessMetrics metrics = ProcessMetrics.current();

  public PopulationTask(ExperimentModel<E> experiment, RunFolder run, Configuration configuration) {
    this(experiment, run, configuration, seedSteps -> {});
  }

  private PopulationTask(
      ExperimentModel<E> experiment,
      RunFolder run,
      Configuration configuration,
      LongConsumer seedSteps) {
    this.experiment = experiment;
    this.run = run;
    this.configuration = configuration;
    this.seedSteps = seedSteps;
  }

  /**
   * Returns the same task, which also counts.
   *
   * @param counter told the seed-steps that are taken
   */
  public PopulationTask<E> counting(LongConsumer counter) {
    return new PopulationTask<>(experiment, run, configuration, counter);
  }

  /** Trains the population, then writes its state and finally the record that commits it. */
  public PopulationRecord commit(PopulationJob job) throws IOException {
    var training = metrics.gauge(Metric.POPULATIONS_TRAINING);
    training.inc();
    try {
      return trainAndCommit(job);
    } finally {
      training.dec();
    }
  }

  private PopulationRecord trainAndCommit(PopulationJob job) throws IOException {
    long started = System.nanoTime();
    LOG.info(
        "training population {} of {}: {} seeds to step {}",
        job.number(),
        job.stage(),
        job.seeds().size(),
        job.untilStep());
    var trained = train(job);
    long diverged = trained.outcomes().stream().filter(SeedOutcome::diverged).count();
    if (diverged > 0) {
      LOG.warn(
          "population {} of {}: {} of {} seeds have diverged; the others are not affected",
          job.number(),
          job.stage(),
          diverged,
          job.seeds().size());
    }
    var bytes = StateFile.bytes(trained.state(), experiment.layout());
    var path = run.state(job.stage(), job.number());
    var file = ObservedCommit.of(bytes.length, () -> run.write(path, bytes));
    double wallSeconds = (System.nanoTime() - started) / 1e9;
    var record =
        PopulationRecord.of(
            new PopulationRecord.Key(job.stage(), job.number(), trained.state().step()),
            file,
            trained.outcomes(),
            trained.trainedSteps(),
            trained.kernelSeconds(),
            wallSeconds);
    run.writeJson(run.population(job.stage(), job.number()), record);
    return record;
  }

  /** A population at the end of a stage. */
  public record Trained(
      PopulationState state, List<SeedOutcome> outcomes, long trainedSteps, double kernelSeconds) {}

  /** Trains the population without writing anything. */
  public Trained train(PopulationJob job) throws IOException {
    return train(job, List.of());
  }

  /**
   * Trains the population without writing anything.
   *
   * @param members settings of each member; empty if all have those of the experiment
   */
  public Trained train(PopulationJob job, List<MemberSettings> members) throws IOException {
    experiment.startBackend();
    warnOfLoops();
    var before = startOf(job);
    try (var source = source(job);
        var population = experiment.population(before, job.dataSeed())) {
      var settings = experiment.experiment();
      var heldOut = new HeldOut<>(experiment.task(), job.dataSeed());
      var ofLast =
          new PopulationTrainer<>(
                  settings.training(),
                  experiment.curriculum(),
                  source,
                  heldOut,
                  new ObservedSteps(metrics, fromDataset(job), seedSteps))
              .withMembers(members)
              .diagnosing(
                  settings.evaluation().checkLengths().stream().map(experiment::levelAt).toList(),
                  settings.evaluation().select().stream()
                      .mapToObj(experiment::levelAt)
                      .findFirst());
      boolean keepsBest = settings.evaluation().checkpoint() == KeptCheckpoint.BEST;
      var trainer =
          keepsBest
              ? ofLast.keepingBest(before.members().stream().map(Member::best).toList())
              : ofLast;
      long started = System.nanoTime();
      int examples = settings.evaluation().examples();
      var trained =
          parks(job)
              ? trainer.trainAndPark(population, job.untilStep(), examples)
              : trainer.train(population, job.untilStep());
      var ended = ended(population, trained, heldOut, job);
      double kernelSeconds = (System.nanoTime() - started) / 1e9;
      return new Trained(
          ended.state(),
          outcomes(ended, trained.curves(), job.dataSeed()),
          job.untilStep() - before.step(),
          kernelSeconds);
    }
  }

  /**
   * A population at the end of training.
   *
   * @param state of all members, parked ones among them
   * @param scores one per member
   */
  private record Ended(PopulationState state, List<BatchScore> scores) {}

  /**
   * Scores the members that are still in the population, and puts the parked ones back in place.
   */
  private Ended ended(
      TrainingPopulation<E> population,
      PopulationTrainer.Trained trained,
      HeldOut<E> heldOut,
      PopulationJob job) {
    int examples = experiment.experiment().evaluation().examples();
    var left =
        new ArrayList<>(population.width() == 0 ? List.<Member>of() : population.state().members());
    if (!trained.best().isEmpty()) {
      var places = trained.placesLeft();
      for (int k = 0; k < left.size(); k++) {
        left.set(k, left.get(k).withBest(trained.best().get(places.get(k))));
      }
    }
    var scored = scoresOfKept(population, left, heldOut, job);
    for (int k = 0; parks(job) && k < left.size(); k++) {
      if (!left.get(k).diverged() && scored.get(k).exact() == examples) {
        left.set(k, left.get(k).ofKept().parkedAt(job.untilStep()));
      }
    }
    return new Ended(
        new PopulationState(
            job.untilStep(), trained.inPlace(left, PopulationTrainer.Parked::member)),
        trained.inPlace(scored, PopulationTrainer.Parked::score));
  }

  /** Scores what counts as each member's result. */
  private List<BatchScore> scoresOfKept(
      TrainingPopulation<E> population,
      List<Member> members,
      HeldOut<E> heldOut,
      PopulationJob job) {
    int examples = experiment.experiment().evaluation().examples();
    var last = experiment.curriculum().last();
    if (members.stream().allMatch(member -> member.kept() == member.parameters())) {
      return heldOut.scores(population, HeldOut.SCORE, last, examples);
    }
    var kept = members.stream().map(Member::ofKept).toList();
    try (var scored =
        experiment.population(new PopulationState(job.untilStep(), kept), job.dataSeed())) {
      return heldOut.scores(scored, HeldOut.SCORE, last, examples);
    }
  }

  private boolean parks(PopulationJob job) {
    return experiment.experiment().search().solved().parks() && !job.isFurtherTraining();
  }

  /** Keeps executors in this process from saying again what the driver has said. */
  static void loopsAreKnown() {
    WARNED.set(true);
  }

  private void warnOfLoops() {
    boolean jvm = experiment.experiment().engine().equals(Optional.of(Engine.JVM));
    if (jvm && !Lanes.VECTORS && !WARNED.getAndSet(true)) {
      LOG.warn("the engine runs in plain loops: this JVM was started without {}", Lanes.FLAG);
    }
  }

  private PopulationState startOf(PopulationJob job) throws IOException {
    var layout = experiment.layout();
    if (job.sources().isEmpty()) {
      return PopulationState.initial(layout, job.seeds());
    }
    var states = new ArrayList<PopulationState>();
    for (var source : job.sources()) {
      var path = run.state(source.stage(), source.number());
      states.add(StateFile.population(run.readVerified(path, source.committed()), layout));
    }
    return job.isFurtherTraining()
        ? PopulationState.ofParked(states, job.seeds())
        : PopulationState.pack(states, job.seeds());
  }

  private boolean fromDataset(PopulationJob job) {
    return job.dataset() && experiment.experiment().data().isPresent();
  }

  private ExampleSource<E> source(PopulationJob job) throws IOException {
    if (!fromDataset(job)) {
      return new GeneratedExamples<>(experiment.task(), job.dataSeed());
    }
    var root = new Path(experiment.experiment().data().orElseThrow());
    return SharedDatasets.examples(experiment.task(), root, configuration);
  }

  private List<SeedOutcome> outcomes(Ended ended, List<LearningCurve> curves, long dataSeed) {
    var state = ended.state();
    var scores = ended.scores();
    int examples = experiment.experiment().evaluation().examples();
    var solved = new ArrayList<Integer>();
    for (int k = 0; k < state.width(); k++) {
      if (!state.members().get(k).diverged() && scores.get(k).exact() == examples) {
        solved.add(k);
      }
    }
    var beyond = beyondTraining(state, solved, dataSeed);
    var outcomes = new ArrayList<SeedOutcome>();
    for (int k = 0; k < state.width(); k++) {
      var member = state.members().get(k);
      var score = new Score(scores.get(k).exact() / (double) examples, scores.get(k).loss());
      outcomes.add(
          SeedOutcome.of(
              member,
              score,
              beyond.getOrDefault(k, Beyond.UNSOLVED).generalizes(),
              beyond.getOrDefault(k, Beyond.UNSOLVED).proved(),
              digest(member.parameters()),
              curves.get(k)));
    }
    return outcomes;
  }

  /** Results beyond training for a seed that solved its task. */
  private record Beyond(int generalizes, Optional<Boolean> proved) {
    static final Beyond UNSOLVED = new Beyond(0, Optional.empty());
  }

  /**
   * Verifies all members that solved the task at once, and evaluates those that are not proved. A
   * proof holds at every length, and running a proved seed takes longer than the proof.
   */
  private Map<Integer, Beyond> beyondTraining(
      PopulationState state, List<Integer> solved, long dataSeed) {
    if (solved.isEmpty()) {
      return Map.of();
    }
    var parameters = solved.stream().map(k -> state.members().get(k).kept()).toList();
    var verified = experiment.evaluator().verify(parameters);
    var proofs =
        IntStream.range(0, solved.size())
            .mapToObj(i -> verified.map(all -> all.get(i).proved()))
            .toList();
    var unproved =
        IntStream.range(0, solved.size())
            .filter(i -> !proofs.get(i).orElse(false))
            .mapToObj(parameters::get)
            .toList();
    var longest = Generalization.longest(experiment, unproved, dataSeed).iterator();
    var beyond = new HashMap<Integer, Beyond>();
    for (int i = 0; i < solved.size(); i++) {
      int generalizes = proofs.get(i).orElse(false) ? longestLength() : longest.next();
      beyond.put(solved.get(i), new Beyond(generalizes, proofs.get(i)));
    }
    return beyond;
  }

  private int longestLength() {
    return experiment.experiment().evaluation().lengths().stream()
        .reduce((shorter, longer) -> longer)
        .orElse(0);
  }

  /** Returns the SHA-256 of the parameters' bytes. */
  static String digest(float[] parameters) {
    var bytes = ByteBuffer.allocate(4 * parameters.length);
    bytes.asFloatBuffer().put(parameters);
    return Sha256.of(bytes.array());
  }
}
