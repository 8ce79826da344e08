package org.seedbed.job;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.seedbed.dataparallel.DataParallelSettings;
import org.seedbed.dataparallel.DataParallelTraining;
import org.seedbed.dataparallel.TrainedCard;
import org.seedbed.dataparallel.TrainingFolder;
import org.seedbed.dataparallel.TrainingFolder.Training;
import org.seedbed.dataparallel.TrainingListener;
import org.seedbed.dataparallel.TrainingMetrics;
import org.seedbed.dataparallel.TrainingOrigin;
import org.seedbed.experiment.DatasetFit;
import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.files.FolderLease;
import org.seedbed.files.Sha256;
import org.seedbed.files.StoragePath;
import org.seedbed.metrics.ProcessMetrics;
import org.seedbed.metrics.RunLabels;
import org.seedbed.model.Engine;
import org.seedbed.model.LearningCurve;
import org.seedbed.model.population.Initialization;
import org.seedbed.record.RunFolder;
import org.seedbed.record.StateFile;

/** Runs data-parallel training for {@link TrainCommand}. Needs the jar that contains DL4J. */
final class DataParallelJob {
  private static final String TRAINING = "org.seedbed.dataparallel.DataParallelTraining";

  private final PrintWriter writer;
  private final MetricsOptions metrics;

  DataParallelJob(PrintWriter writer, MetricsOptions metrics) {
    this.writer = writer;
    this.metrics = metrics;
  }

  /**
   * Checks that DL4J is on the class path.
   *
   * @throws IllegalArgumentException if it is not
   */
  static void checkPresent() {
    try {
      Class.forName(TRAINING, false, DataParallelJob.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          "This application jar holds no DL4J, which 'train' needs. Use seedbed.jar instead of"
              + " seedbed-core.jar.",
          e);
    }
  }

  void run(TrainCommand command) throws Exception {
    var run = command.openRun();
    var entry = run.leaderboard().atRank(command.rank());
    var asked = run.experiment().experiment();
    var settings =
        new DataParallelSettings(
            command.workers(),
            command.averagingEvery(),
            command.checkpointEvery(),
            command.iterations().orElse(asked.search().lastStep()));
    checkTrains(run.experiment());
    var experiment = ExperimentModel.of(experiment(asked, command.workers(), command.data()));
    var hadoop = Spark.hadoopConfiguration();
    DatasetFit.check(experiment, hadoop);
    float[] initialization = initialization(run, command.rank(), entry.seed());
    var origin =
        new TrainingOrigin(
            command.from(),
            command.rank(),
            entry.seed(),
            Sha256.of(StateFile.parameters(initialization, experiment.layout(), Map.of())));
    var out = RunFolder.at(StoragePath.of(command.out()), hadoop);

    int threads = asked.search().threads();
    var labels = new RunLabels(command.out(), asked.model(), asked.task());
    try (var lease = FolderLease.take(out, FolderLease.Timing.DEFAULT, writer::println)) {
      var folder = new TrainingFolder(out.guardedBy(lease.claim()));
      folder.begin(experiment.experiment(), new Training(origin, settings), command.resume());
      try (var spark = Spark.open("train", labels, threads, metrics, writer)) {
        var watched =
            new TrainingMetrics(
                ProcessMetrics.current(),
                command.workers(),
                folder.files().root(),
                spark.hadoopConfiguration());
        var listener = TrainingListener.all(List.of(new Printed(writer, settings), watched));
        var card =
            new DataParallelTraining<>(spark, experiment, origin, settings, folder, listener)
                .run(initialization);
        print(writer, folder, card);
      }
    }
  }

  /** Checks what data-parallel training, which is on PyTorch, cannot do. */
  private static void checkTrains(ExperimentModel<?> experiment) {
    if (!experiment.engines().contains(Engine.PYTORCH)) {
      throw new IllegalArgumentException(
          "Data-parallel training uses PyTorch, on which the settings of this run do not train. Continue from a run with engine: pytorch.");
    }
  }

  /** Returns the run's experiment for a single seed, on the requested dataset. */
  private static Experiment experiment(Experiment asked, int workers, Optional<String> data)
      throws IOException {
    var alone = asked.with(asked.search().withLayout(1, workers));
    if (data.isEmpty()) {
      return alone.withData(Optional.empty());
    }
    var hadoop = Spark.hadoopConfiguration();
    // A qualified path means the same on every executor.
    var path = StoragePath.of(data.get());
    var qualified = path.getFileSystem(hadoop).makeQualified(path);
    return alone.withData(Optional.of(qualified.toString()));
  }

  /** Returns the stored initialization, or regenerates it if the run did not store that rank. */
  private static float[] initialization(FinishedRun run, int rank, long seed) throws IOException {
    var stored = run.folder().best(rank, RunFolder.INITIALIZATION);
    var layout = run.experiment().layout();
    return run.folder().exists(stored)
        ? StateFile.flat(run.folder().read(stored), layout)
        : Initialization.of(seed, layout);
  }

  private static void print(PrintWriter writer, TrainingFolder folder, TrainedCard card) {
    writer.printf("score %.4f (loss %.6f)%n", card.score().exact(), card.score().loss());
    for (var at : card.generalization()) {
      writer.printf("length %d: %d of %d exact%n", at.length(), at.exact(), at.examples());
    }
    writer.println("trained     " + folder.trained());
    writer.println("card        " + folder.card());
  }

  /** Prints every check, and a summary of the averagings at most once per second. */
  private static final class Printed implements TrainingListener {
    private static final double SECONDS_BETWEEN = 1;

    private final PrintWriter writer;
    private final DataParallelSettings settings;
    private final List<Double> seconds = new ArrayList<>();

    Printed(PrintWriter writer, DataParallelSettings settings) {
      this.writer = writer;
      this.settings = settings;
    }

    @Override
    public void resumed(long iteration) {
      writer.printf("continuing from the checkpoint at iteration %d%n", iteration);
    }

    @Override
    public void averaged(long iteration, double loss, double took) {
      seconds.add(took);
      double since = seconds.stream().mapToDouble(s -> s).sum();
      if (since >= SECONDS_BETWEEN) {
        writer.printf(
            "iteration %d/%d  loss %.4f  %.3f s per averaging%n",
            iteration, settings.iterations(), loss, since / seconds.size());
        seconds.clear();
      }
    }

    @Override
    public void checked(LearningCurve.Point point) {
      writer.printf(
          "iteration %d/%d  held-out exact %.3f  loss %.4f  stage %d%n",
          point.step(), settings.iterations(), point.exact(), point.loss(), point.stage());
    }

    @Override
    public void note(String message) {
      writer.println(message);
    }
  }
}
