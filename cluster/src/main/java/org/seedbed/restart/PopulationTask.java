package org.seedbed.restart;

import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.seedbed.dataset.Dataset;
import org.seedbed.dataset.DatasetExamples;
import org.seedbed.dataset.Sha256;
import org.seedbed.metrics.Metric;
import org.seedbed.metrics.ProcessMetrics;
import org.seedbed.model.Backend;
import org.seedbed.model.HeldOut;
import org.seedbed.model.LearningCurve;
import org.seedbed.model.Model.BatchScore;
import org.seedbed.model.PopulationTrainer;
import org.seedbed.model.population.Population;
import org.seedbed.model.population.PopulationState;
import org.seedbed.observation.ObservedCommit;
import org.seedbed.observation.ObservedSteps;
import org.seedbed.restart.SeedOutcome.Score;
import org.seedbed.store.RunFolder;
import org.seedbed.store.StateFile;
import org.seedbed.task.ExampleSource;
import org.seedbed.task.GeneratedExamples;

/**
 * Trains one population to the end of a stage and commits it. Executor.
 *
 * @param <E> type of the examples
 */
public final class PopulationTask<E> {
  private final ExperimentModel<E> experiment;
  private final RunFolder run;
  private final Configuration configuration;
  private final ProcessMetrics metrics = ProcessMetrics.current();

  public PopulationTask(ExperimentModel<E> experiment, RunFolder run, Configuration configuration) {
    this.experiment = experiment;
    this.run = run;
    this.configuration = configuration;
  }

  /** Trains, writes the state, then the record that commits it. */
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
    var trained = train(job);
    var bytes = StateFile.bytes(trained.state(), experiment.layout());
    var path = run.state(job.stage(), job.number());
    var file = ObservedCommit.of(bytes.length, () -> run.write(path, bytes));
    var record =
        new PopulationRecord(
            job.stage(),
            job.number(),
            trained.state().step(),
            file,
            trained.outcomes(),
            trained.trainedSteps(),
            trained.kernelSeconds(),
            (System.nanoTime() - started) / 1e9);
    run.writeJson(run.population(job.stage(), job.number()), record);
    return record;
  }

  /** A population at the end of a stage. */
  public record Trained(
      PopulationState state, List<SeedOutcome> outcomes, long trainedSteps, double kernelSeconds) {}

  /** Trains, and leaves no trace. */
  public Trained train(PopulationJob job) throws IOException {
    Backend.start(experiment.experiment().search().threads());
    var before = startOf(job);
    try (var manager = Backend.newManager();
        var model = experiment.architecture().newModel(manager);
        var source = source(job);
        var population = new Population(manager, experiment.layout(), before, DataType.FLOAT32)) {
      var settings = experiment.experiment();
      var heldOut = new HeldOut<>(experiment.task(), job.dataSeed());
      var trainer =
          new PopulationTrainer<>(
              model,
              settings.training(),
              experiment.curriculum(),
              job.dataSeed(),
              source,
              heldOut,
              new ObservedSteps(metrics, fromDataset(job)));
      long started = System.nanoTime();
      var curves = trainer.train(population, job.untilStep());
      var scores =
          heldOut.scores(
              model,
              population,
              "score",
              experiment.curriculum().last(),
              settings.evaluation().examples());
      double kernelSeconds = (System.nanoTime() - started) / 1e9;
      var after = population.state();
      return new Trained(
          after,
          outcomes(after, curves, scores, job.dataSeed()),
          after.step() - before.step(),
          kernelSeconds);
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
    return PopulationState.pack(states, job.seeds());
  }

  private boolean fromDataset(PopulationJob job) {
    return job.dataset() && experiment.experiment().data().isPresent();
  }

  private ExampleSource<E> source(PopulationJob job) throws IOException {
    if (!fromDataset(job)) {
      return new GeneratedExamples<>(experiment.task(), job.dataSeed());
    }
    var dataset =
        Dataset.open(new Path(experiment.experiment().data().orElseThrow()), configuration);
    return new DatasetExamples<>(experiment.task(), dataset, configuration);
  }

  private List<SeedOutcome> outcomes(
      PopulationState state, List<LearningCurve> curves, List<BatchScore> scores, long dataSeed) {
    int examples = experiment.experiment().evaluation().examples();
    var outcomes = new ArrayList<SeedOutcome>();
    for (int k = 0; k < state.width(); k++) {
      var lane = state.lanes().get(k);
      double exact = scores.get(k).exact() / (double) examples;
      boolean solved = !lane.diverged() && exact == 1;
      outcomes.add(
          new SeedOutcome(
              lane.seed(),
              lane.divergedAt(),
              new Score(exact, scores.get(k).loss()),
              solved ? Generalization.longest(experiment, lane.row(), dataSeed) : 0,
              solved ? experiment.architecture().proved(lane.row()) : Optional.empty(),
              digest(lane.row()),
              curves.get(k)));
    }
    return outcomes;
  }

  /** SHA-256 of a row's bytes. */
  static String digest(float[] row) {
    var bytes = ByteBuffer.allocate(4 * row.length);
    bytes.asFloatBuffer().put(row);
    return Sha256.of(bytes.array());
  }
}
