package org.seedbed.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.seedbed.dataparallel.DataParallelSettings;
import org.seedbed.dataparallel.DataParallelTraining;
import org.seedbed.dataparallel.TrainingFolder;
import org.seedbed.dataparallel.TrainingListener;
import org.seedbed.dataparallel.TrainingOrigin;
import org.seedbed.experiment.ExperimentFile;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.model.LearningCurve;
import org.seedbed.model.population.Initialization;
import org.seedbed.record.RunFolder;
import org.seedbed.serialization.SeedbedRegistrator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Measures whether data-parallel training pays off: examples per second and time to a given loss
 * with one and two executors, for several averaging intervals. Each executor is a process with one
 * core.
 */
@Command(
    name = "data-parallel",
    description =
        "Examples per second and time to a given loss of data-parallel training with one and two executors.",
    mixinStandardHelpOptions = true)
public final class DataParallelRate implements Callable<Integer> {
  @Mixin private Figures figures;

  @Option(
      names = "--application",
      hidden = true,
      defaultValue = "${sys:seedbed.application}",
      description = "Application jar.")
  private String application;

  /** A seed that the diagonal Neural GPU solves in {@link OriginalAgainstDiagonal}. */
  private static final long SEED = 2;

  private static final int WARM_UP = 2;
  private static final int LEAST_AVERAGINGS = 6;
  private static final int ITERATIONS = 60;

  private JavaSparkContext spark;
  private java.nio.file.Path folder;

  /** A model, its target loss on held-out examples, and the maximum number of iterations. */
  private record Size(String name, Map<String, String> settings, double loss, int atMost) {}

  private static Size size(String name, int maps, int length, int batch, double loss, int most) {
    return new Size(
        name,
        Map.ofEntries(
            Map.entry("model", "diagonal-neural-gpu"),
            Map.entry("task", "reverse"),
            Map.entry("seeds.count", "1"),
            Map.entry("curriculum.rule", "ALL_LEVELS"),
            Map.entry("curriculum.lengths", "[" + length + "]"),
            Map.entry("neuralGpu.maps", String.valueOf(maps)),
            Map.entry("training.batch", String.valueOf(batch)),
            Map.entry("training.checkEvery", "20"),
            Map.entry("training.adam.rule", "ADAMAX"),
            Map.entry("training.adam.learningRate", "0.02"),
            Map.entry("training.adam.beta2", "0.9995"),
            Map.entry("training.adam.beta2Early", "0.99"),
            Map.entry("search.width", "1"),
            Map.entry("search.slots", "2"),
            Map.entry("evaluation.lengths", "[]")),
        loss,
        most);
  }

  @Override
  public Integer call() throws Exception {
    var sizes =
        List.of(
            size("small: 24 maps, length 12, batch 32 a worker", 24, 12, 32, 0.1, 400),
            size("large: 96 maps, length 12, batch 32 a worker", 96, 12, 32, 0.1, 400),
            size("small: 24 maps, length 12, batch 16 a worker", 24, 12, 16, 0.1, 400),
            size("large: 96 maps, length 12, batch 16 a worker", 96, 12, 16, 0.1, 400));
    var conf =
        new SparkConf()
            .setMaster("local-cluster[2,1,3072]")
            .setAppName("data-parallel")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.bindAddress", "127.0.0.1")
            .set("spark.driver.host", "localhost")
            .set("spark.jars", application);
    SeedbedRegistrator.configure(conf);
    try (var context = new JavaSparkContext(conf)) {
      spark = context;
      folder = Files.createTempDirectory("data-parallel");
      for (var size : sizes) {
        measure(size);
      }
    }
    return 0;
  }

  private void measure(Size size) throws IOException {
    var experiment = ExperimentModel.of(ExperimentFile.read("", size.settings()));
    int batch = experiment.experiment().training().batch();
    double alone = 0;
    for (int averagingEvery : new int[] {20, 5, 1}) {
      for (int workers : new int[] {1, 2}) {
        var times = times(experiment, workers, averagingEvery);
        double median = times.get(times.size() / 2);
        if (workers == 1 && averagingEvery == 20) {
          // Averaging after every 20 iterations and after every one gives the cost of one
          // averaging.
          alone = iterationAlone(experiment, median);
        }
        var spread = Spread.of(times);
        figures.add(
            "model",
            size.name(),
            "parameters",
            experiment.layout().size(),
            "workers",
            workers,
            "averaging every",
            averagingEvery,
            "ms per iteration",
            spread.times(1e3),
            "examples per second",
            workers * batch / median,
            "lost to averaging, %",
            100 * Math.max(0, 1 - alone / median),
            "seconds to a loss of " + size.loss(),
            secondsToLoss(experiment, size, workers, averagingEvery));
      }
    }
  }

  /** Returns the seconds t of an iteration without averaging, from measured f·t + a and t + a. */
  private double iterationAlone(ExperimentModel<?> experiment, double everyTwenty)
      throws IOException {
    var everyOne = times(experiment, 1, 1);
    double one = everyOne.get(everyOne.size() / 2);
    return (20 * everyTwenty - one) / 19;
  }

  /** Returns the sorted seconds per iteration, one element per averaging after the warm-up. */
  private List<Double> times(ExperimentModel<?> experiment, int workers, int averagingEvery)
      throws IOException {
    int averagings = Math.max(LEAST_AVERAGINGS, ITERATIONS / averagingEvery) + WARM_UP;
    var times = new ArrayList<Double>();
    train(
        experiment,
        new DataParallelSettings(
            workers, averagingEvery, Integer.MAX_VALUE, averagings * averagingEvery),
        new TrainingListener() {
          @Override
          public void averaged(long iteration, double loss, double seconds) {
            times.add(seconds / averagingEvery);
          }
        });
    return times.subList(WARM_UP, times.size()).stream().sorted().toList();
  }

  private String secondsToLoss(
      ExperimentModel<?> experiment, Size size, int workers, int averagingEvery)
      throws IOException {
    long started = System.nanoTime();
    try {
      train(
          experiment,
          new DataParallelSettings(workers, averagingEvery, Integer.MAX_VALUE, size.atMost()),
          new TrainingListener() {
            @Override
            public void checked(LearningCurve.Point point) {
              if (point.loss() <= size.loss()) {
                throw new Reached(point.step());
              }
            }
          });
      return "not in %d iterations, %.0f s"
          .formatted(size.atMost(), (System.nanoTime() - started) / 1e9);
    } catch (Reached e) {
      return "%.1f (%d iterations)".formatted((System.nanoTime() - started) / 1e9, e.iteration);
    }
  }

  private void train(
      ExperimentModel<?> experiment, DataParallelSettings settings, TrainingListener listener)
      throws IOException {
    var into = Files.createTempDirectory(folder, "training");
    var files = RunFolder.at(new Path(into.toUri()), new Configuration());
    new DataParallelTraining<>(
            spark,
            experiment,
            new TrainingOrigin("none", 1, SEED, ""),
            settings,
            new TrainingFolder(files),
            listener)
        .run(Initialization.of(SEED, experiment.layout()));
  }

  /** Thrown to end training once the target loss is reached. */
  private static final class Reached extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long iteration;

    Reached(long iteration) {
      this.iteration = iteration;
    }
  }
}
