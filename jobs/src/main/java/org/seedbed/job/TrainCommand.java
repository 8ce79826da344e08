package org.seedbed.job;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.seedbed.dataparallel.DataParallelSettings;
import org.seedbed.dataparallel.DataParallelTraining;
import org.seedbed.dataparallel.TrainedCard;
import org.seedbed.dataparallel.TrainingFolder;
import org.seedbed.dataparallel.TrainingFolder.Training;
import org.seedbed.dataparallel.TrainingListener;
import org.seedbed.dataparallel.TrainingMetrics;
import org.seedbed.dataparallel.TrainingOrigin;
import org.seedbed.dataset.Dataset;
import org.seedbed.dataset.Sha256;
import org.seedbed.metrics.ProcessMetrics;
import org.seedbed.metrics.RunLabels;
import org.seedbed.model.LearningCurve;
import org.seedbed.model.population.Initialization;
import org.seedbed.restart.DatasetFit;
import org.seedbed.restart.Experiment;
import org.seedbed.restart.Experiment.SearchSettings;
import org.seedbed.restart.ExperimentFile;
import org.seedbed.restart.ExperimentModel;
import org.seedbed.store.RunFolder;
import org.seedbed.store.RunLease;
import org.seedbed.store.StateFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code seedbed train}. */
@Command(
    name = "train",
    description = {
      "Trains one initialization of a finished run with several workers, which average their",
      "parameters (DL4J on Spark). It pays for models whose steps take long; bench/README.md says when."
    },
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private MetricsOptions metrics;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "RUN",
      description = "Run whose initialization is trained.")
  private String from;

  @Option(
      names = "--rank",
      defaultValue = "1",
      description = "Its rank on the leaderboard (default: ${DEFAULT-VALUE}).")
  private int rank;

  @Option(
      names = "--data",
      description = "Dataset to train on (default: examples are generated in place).")
  private String data;

  @Option(
      names = "--workers",
      defaultValue = "2",
      description = "Workers that train at the same time (default: ${DEFAULT-VALUE}).")
  private int workers;

  @Option(
      names = "--averaging",
      defaultValue = "5",
      description = "Iterations between two averagings (default: ${DEFAULT-VALUE}).")
  private int averagingEvery;

  @Option(
      names = "--iterations",
      description = "Iterations of each worker (default: the steps of the run's search).")
  private Integer iterations;

  @Option(
      names = "--checkpoint-every",
      defaultValue = "20",
      description = "Averagings between two checkpoints (default: ${DEFAULT-VALUE}).")
  private int checkpointEvery;

  @Option(names = "--out", required = true, description = "Folder of the training.")
  private String out;

  @Option(names = "--resume", description = "Go on with the training in --out.")
  private boolean resume;

  @Override
  public Integer call() throws Exception {
    var run = FinishedRun.open(from);
    var entry = run.leaderboard().atRank(rank);
    var asked = run.experiment().experiment();
    var settings =
        new DataParallelSettings(
            workers,
            averagingEvery,
            checkpointEvery,
            iterations == null ? asked.search().lastStep() : iterations);
    var experiment = ExperimentModel.of(experiment(asked));
    var hadoop = Spark.hadoopConfiguration();
    DatasetFit.check(experiment, hadoop);
    float[] initialization = initialization(run, entry.seed());
    var layout = experiment.layout();
    var origin =
        new TrainingOrigin(
            from,
            rank,
            entry.seed(),
            Sha256.of(StateFile.parameters(initialization, layout, Map.of())));
    var folder = new TrainingFolder(RunFolder.at(new Path(out), hadoop));
    begin(folder, experiment.experiment(), new Training(origin, settings));

    var writer = spec.commandLine().getOut();
    int threads = asked.search().threads();
    var labels = new RunLabels(out, asked.model(), asked.task());
    try (var lease = RunLease.take(folder.files(), RunLease.Timing.DEFAULT, writer::println);
        var spark = Spark.open("train", labels, threads, metrics, writer)) {
      var watched =
          new TrainingMetrics(
              ProcessMetrics.current(),
              workers,
              folder.files().root(),
              spark.hadoopConfiguration());
      var listener = TrainingListener.all(List.of(new Printed(writer, settings, lease), watched));
      var card =
          new DataParallelTraining<>(spark, experiment, origin, settings, folder, listener)
              .run(initialization);
      print(writer, folder, card);
    }
    return ExitCode.OK.code();
  }

  /** The run's experiment for one seed, on the dataset that was asked for. */
  private Experiment experiment(Experiment asked) throws IOException {
    var search = asked.search();
    var alone =
        asked.with(
            new SearchSettings(
                search.rungs(),
                search.pruning(),
                search.keep(),
                OptionalInt.of(1),
                OptionalInt.of(workers),
                search.threads()));
    if (data == null) {
      return alone.withData(Optional.empty());
    }
    var hadoop = Spark.hadoopConfiguration();
    // The same for executors, wherever they run.
    var path = new Path(data);
    var qualified = path.getFileSystem(hadoop).makeQualified(path);
    Dataset.open(qualified, hadoop);
    return alone.withData(Optional.of(qualified.toString()));
  }

  /** As the run stored it, or made again where it stored none of that rank. */
  private float[] initialization(FinishedRun run, long seed) throws IOException {
    var stored = run.folder().best(rank, RunFolder.INITIALIZATION);
    var layout = run.experiment().layout();
    return run.folder().exists(stored)
        ? StateFile.row(run.folder().read(stored), layout)
        : Initialization.of(seed, layout);
  }

  private void begin(TrainingFolder folder, Experiment experiment, Training training)
      throws IOException {
    var files = folder.files();
    if (!files.isOccupied()) {
      files.create();
      byte[] yaml = ExperimentFile.write(experiment).getBytes(StandardCharsets.UTF_8);
      files.write(files.experiment(), yaml);
      files.writeJson(folder.training(), training);
      return;
    }
    if (!resume) {
      throw new IllegalArgumentException(
          "Output folder "
              + out
              + " is occupied. Give another --out, or --resume to go on with it.");
    }
    var begun = files.readJson(folder.training(), Training.class);
    if (!begun.equals(training)) {
      throw new IllegalArgumentException(
          "Training "
              + out
              + " was begun with other options: "
              + begun
              + ", not "
              + training
              + ". Give the same, or another --out.");
    }
  }

  private static void print(PrintWriter writer, TrainingFolder folder, TrainedCard card) {
    writer.printf("score %.4f (loss %.6f)%n", card.score().exact(), card.score().loss());
    for (var at : card.generalization()) {
      writer.printf("length %d: %d of %d exact%n", at.length(), at.exact(), at.examples());
    }
    writer.println("trained     " + folder.trained());
    writer.println("card        " + folder.card());
  }

  /** Tells of checks, and of averagings between them at most once a second. */
  private static final class Printed implements TrainingListener {
    private static final double SECONDS_BETWEEN = 1;

    private final PrintWriter writer;
    private final DataParallelSettings settings;
    private final RunLease lease;
    private final List<Double> seconds = new ArrayList<>();

    Printed(PrintWriter writer, DataParallelSettings settings, RunLease lease) {
      this.writer = writer;
      this.lease = lease;
      this.settings = settings;
    }

    @Override
    public void resumed(long iteration) {
      writer.printf("going on from the checkpoint at iteration %d%n", iteration);
    }

    @Override
    public void averaged(long iteration, double loss, double took) {
      lease.check();
      seconds.add(took);
      double since = seconds.stream().mapToDouble(s -> s).sum();
      if (since >= SECONDS_BETWEEN) {
        writer.printf(
            "iteration %d/%d  loss %.4f  %.3f s an averaging%n",
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
