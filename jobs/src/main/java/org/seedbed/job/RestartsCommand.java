package org.seedbed.job;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.seedbed.experiment.DatasetFit;
import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.files.StoragePath;
import org.seedbed.metrics.ProcessMetrics;
import org.seedbed.metrics.RunLabels;
import org.seedbed.record.RunFolder;
import org.seedbed.search.RunSession;
import org.seedbed.search.SearchListener;
import org.seedbed.search.SearchMetrics;
import org.seedbed.search.SearchSeries;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code seedbed restarts}. */
@Command(
    name = "restarts",
    description = {
      "Trains many random restarts as populations, prunes, ranks, confirms and stores them.",
      "Settings that neither the options nor the experiment file give have defaults; the run's"
          + " experiment.yaml shows every value."
    },
    mixinStandardHelpOptions = true)
final class RestartsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private MetricsOptions metrics;

  @Mixin private ExperimentOptions options;

  @Option(names = "--seeds", description = "Number of restarts (default: 64).")
  private Integer seeds;

  @Option(names = "--data", description = "Dataset to train on (default: generate in place).")
  private String data;

  @Option(names = "--out", required = true, description = "Folder of the run.")
  private String out;

  @Option(
      names = "--resume",
      description = "Resume the run in --out from its committed work, or start a new one.")
  private boolean resume;

  @Option(
      names = "--fresh-seeds",
      description = {
        "Treat --out as a series of searches. Resume the last search, or, if it is finished, search"
            + " --seeds new restarts. Then merge all searches into one leaderboard."
      })
  private boolean freshSeeds;

  @Override
  public Integer call() throws Exception {
    metrics.check();
    var experiment = experiment();
    ExperimentModel.of(experiment).checkSearch();
    if (freshSeeds) {
      searchSeries(experiment);
    } else {
      search(spec, experiment, out, resume, metrics);
    }
    return ExitCode.OK.code();
  }

  private void searchSeries(Experiment experiment) throws Exception {
    var configuration = Spark.hadoopConfiguration();
    var folder = RunFolder.at(StoragePath.of(out), configuration);
    var series = new SearchSeries(folder);
    var writer = spec.commandLine().getOut();
    try (var session = RunSession.openSeries(folder, experiment, writer::println)) {
      series.checkDataset(DatasetFit.check(ExperimentModel.of(experiment), configuration));
      var next = series.next(experiment);
      if (next.isPresent()) {
        var seeds = next.get().experiment().seeds();
        writer.printf("seeds %d … %d%n", seeds.first(), seeds.last());
        String search = next.get().folder().root().toString();
        search(spec, next.get().experiment(), search, true, metrics);
      }
      new SearchSeries(session.folder()).merge(configuration);
      var merged = FinishedRun.open(session.folder());
      Report.write(merged);
      writer.printf("all %d searches:%n", series.begun().size());
      LeaderboardCommand.print(writer, merged.leaderboard(), LeaderboardCommand.BEST);
    }
    name(writer, folder);
  }

  private static void name(PrintWriter writer, RunFolder run) {
    writer.println("leaderboard " + run.leaderboard());
    writer.println("report      " + run.report());
  }

  private Experiment experiment() throws IOException {
    var texts = new LinkedHashMap<String, String>();
    ExperimentOptions.put(texts, "data", data);
    var values = new LinkedHashMap<String, String>();
    ExperimentOptions.put(values, "seeds.count", seeds);
    return options.experiment(texts, values);
  }

  /** Runs a search in a folder and writes its report. */
  static void search(
      CommandSpec spec, Experiment experiment, String out, boolean resume, MetricsOptions metrics)
      throws Exception {
    var run = RunFolder.at(StoragePath.of(out), Spark.hadoopConfiguration());
    var writer = spec.commandLine().getOut();
    // Refused before anything is written.
    DatasetFit.check(ExperimentModel.of(experiment), Spark.hadoopConfiguration());
    int threads = experiment.search().threads();
    var labels = new RunLabels(out, experiment.model(), experiment.task());
    try (var session = RunSession.open(run, experiment, resume, writer::println);
        var progress = Progress.on(writer)) {
      try (var spark = Spark.open("restarts", labels, threads, metrics, writer)) {
        var watched =
            new SearchMetrics(
                ProcessMetrics.current(),
                experiment.search().ends().size(),
                run.root(),
                spark.hadoopConfiguration());
        session.search(spark, SearchListener.all(List.of(progress, watched))).run();
      }
      Report.write(FinishedRun.open(session.folder()));
    }
    name(writer, run);
  }
}
