package org.seedbed.job;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.seedbed.metrics.ProcessMetrics;
import org.seedbed.metrics.RunLabels;
import org.seedbed.restart.Experiment;
import org.seedbed.restart.ExperimentFile;
import org.seedbed.restart.ExperimentModel;
import org.seedbed.restart.PopulationRecord;
import org.seedbed.restart.RestartSearch;
import org.seedbed.restart.SearchListener;
import org.seedbed.restart.SearchMetrics;
import org.seedbed.restart.SearchSeries;
import org.seedbed.store.RunFolder;
import org.seedbed.store.RunLease;
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
      "What the options and the experiment file leave out has its default; the run's"
          + " experiment.yaml shows every value."
    },
    mixinStandardHelpOptions = true)
final class RestartsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private MetricsOptions metrics;

  @Option(names = "--experiment", description = "Experiment file (YAML).")
  private Path experimentFile;

  @Option(
      names = "--model",
      description = "Model: nram, neural-gpu, diagonal-neural-gpu or npi (default: nram).")
  private String model;

  @Option(
      names = "--task",
      description =
          "Task of that model (default: copy of nram, badd of the Neural GPUs, addition-recursive of"
              + " npi).")
  private String task;

  @Option(names = "--seeds", description = "Number of restarts (default: 64).")
  private Integer seeds;

  @Option(
      names = "--width",
      description = "Most seeds of one population (default: found by a dry run).")
  private Integer width;

  @Option(names = "--data", description = "Dataset to train from (default: generate in place).")
  private String data;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Sets a key of the experiment, such as nram.registers=6; may be repeated.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(names = "--out", required = true, description = "Folder of the run.")
  private String out;

  @Option(
      names = "--resume",
      description = "Go on with the run in --out from what it has committed; start it if new.")
  private boolean resume;

  @Option(
      names = "--fresh-seeds",
      description = {
        "--out is a series of searches: go on with its last one, or where that is finished search"
            + " --seeds restarts that no earlier one tried, and merge all into one leaderboard."
      })
  private boolean freshSeeds;

  @Override
  public Integer call() throws Exception {
    var experiment = experiment();
    ExperimentModel.of(experiment);
    if (freshSeeds) {
      searchSeries(experiment);
    } else {
      search(spec, experiment, out, resume, metrics);
    }
    return ExitCode.OK.code();
  }

  private void searchSeries(Experiment experiment) throws Exception {
    var configuration = Spark.hadoopConfiguration();
    var folder = RunFolder.at(new org.apache.hadoop.fs.Path(out), configuration);
    var series = new SearchSeries(folder);
    var begun = series.begun();
    if (begun.isEmpty() && folder.exists(folder.experiment())) {
      throw new IllegalArgumentException(
          "Output folder "
              + out
              + " is a run, and no series. Leave --fresh-seeds out, or give another --out.");
    }
    if (!begun.isEmpty()) {
      var earlier = RestartSearch.experimentOf(begun.get(begun.size() - 1));
      checkSame(experiment.withSeeds(earlier.seeds()), earlier, out);
    }
    folder.create();
    var writer = spec.commandLine().getOut();
    try (var lease = RunLease.take(folder, RunLease.Timing.DEFAULT, writer::println)) {
      var next = series.next(experiment);
      if (next.isPresent()) {
        var seeds = next.get().experiment().seeds();
        writer.printf("seeds %d … %d%n", seeds.first(), seeds.last());
        String search = next.get().folder().root().toString();
        search(spec, next.get().experiment(), search, true, metrics);
      }
      lease.check();
      series.merge(configuration);
    }
    var merged = FinishedRun.open(out);
    Report.write(merged);
    writer.printf("all %d searches:%n", series.begun().size());
    LeaderboardCommand.print(writer, merged.leaderboard(), LeaderboardCommand.BEST);
    name(writer, folder);
  }

  private static void name(PrintWriter writer, RunFolder run) {
    writer.println("leaderboard " + run.leaderboard());
    writer.println("report      " + run.report());
  }

  private Experiment experiment() throws IOException {
    var all = new LinkedHashMap<String, String>();
    put(all, "model", model);
    put(all, "task", task);
    put(all, "seeds.count", seeds);
    put(all, "search.width", width);
    put(all, "data", data);
    all.putAll(settings);
    return ExperimentFile.read(experimentFile == null ? "" : read(experimentFile), all);
  }

  private static void put(Map<String, String> all, String key, Object value) {
    if (value != null) {
      all.put(key, value.toString());
    }
  }

  private static String read(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("Experiment file " + file + " does not exist.", e);
    }
  }

  /** Runs a search in a folder and writes its report. */
  static void search(
      CommandSpec spec, Experiment experiment, String out, boolean resume, MetricsOptions metrics)
      throws Exception {
    var run = RunFolder.at(new org.apache.hadoop.fs.Path(out), Spark.hadoopConfiguration());
    boolean occupied = run.isOccupied();
    if (occupied && !resume) {
      throw new IllegalArgumentException(
          "Output folder "
              + out
              + " is occupied. Give another --out, or --resume to go on with it.");
    }
    if (!new SearchSeries(run).begun().isEmpty()) {
      throw new IllegalArgumentException(
          "Output folder "
              + out
              + " is a series of searches. Give --fresh-seeds to go on with it, or another --out.");
    }
    if (occupied && !run.exists(run.experiment())) {
      throw new IllegalArgumentException(
          "Output folder "
              + out
              + " is occupied by something that is no run: it has no experiment.yaml. Give another"
              + " --out.");
    }
    if (occupied) {
      checkSame(experiment, RestartSearch.experimentOf(run), out);
    } else {
      run.create();
    }
    var writer = spec.commandLine().getOut();
    try (var progress = Progress.on(writer);
        var lease = RunLease.take(run, RunLease.Timing.DEFAULT, writer::println)) {
      search(experiment, out, run, progress, lease, metrics, writer);
    }
    name(writer, run);
  }

  private static void search(
      Experiment experiment,
      String out,
      RunFolder run,
      Progress progress,
      RunLease lease,
      MetricsOptions metrics,
      PrintWriter writer)
      throws Exception {
    // Another driver may have begun it while this one waited for the lease.
    boolean begun = run.exists(run.experiment());
    if (begun) {
      checkSame(experiment, RestartSearch.experimentOf(run), out);
    }
    int threads = experiment.search().threads();
    var labels = new RunLabels(out, experiment.model(), experiment.task());
    try (var spark = Spark.open("restarts", labels, threads, metrics, writer)) {
      var watched =
          new SearchMetrics(
              ProcessMetrics.current(),
              experiment.search().rungs().size(),
              run.root(),
              spark.hadoopConfiguration());
      var listener = SearchListener.all(List.of(progress, new StillHeld(lease), watched));
      var search =
          begun
              ? RestartSearch.resume(spark, run, listener)
              : RestartSearch.start(spark, experiment, run, listener);
      search.run();
    }
    Report.write(FinishedRun.open(out));
  }

  /** Ends a search whose folder has been taken over. */
  private record StillHeld(RunLease lease) implements SearchListener {
    @Override
    public void stageStarts(String stage, int seeds, int populations, long seedSteps) {
      lease.check();
    }

    @Override
    public void populationDone(PopulationRecord record, boolean resumed) {
      lease.check();
    }
  }

  /** Refuses to go on with another experiment; what was left open may have been settled. */
  private static void checkSame(Experiment asked, Experiment begun, String out) {
    var search = asked.search();
    var settled =
        asked.with(
            new Experiment.SearchSettings(
                search.rungs(),
                search.pruning(),
                search.keep(),
                search.width().isPresent() ? search.width() : begun.search().width(),
                search.slots().isPresent() ? search.slots() : begun.search().slots(),
                search.threads()));
    if (!settled.equals(begun)) {
      throw new IllegalArgumentException(
          "Run "
              + out
              + " was begun with another experiment: "
              + Differences.between(begun, settled)
              + ". Give the same options, or another --out.");
    }
  }
}
