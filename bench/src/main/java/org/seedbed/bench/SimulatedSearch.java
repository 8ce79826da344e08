package org.seedbed.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.ExperimentFile;
import org.seedbed.record.Leaderboard;
import org.seedbed.record.RunFolder;
import org.seedbed.record.RunRecords;
import org.seedbed.record.RungRecord;
import org.seedbed.search.RestartSearch;
import org.seedbed.search.SearchListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Measures the driver's work in a search with very many seeds and executors. Runs the real driver
 * code with recorded outcomes instead of training.
 */
@Command(
    name = "simulation",
    description =
        "Cost of the driver in a search with very many seeds; uses recorded outcomes instead of training.",
    mixinStandardHelpOptions = true)
public final class SimulatedSearch implements Callable<Integer> {
  @Mixin private Figures figures;

  @Parameters(
      index = "0",
      paramLabel = "RECORDED",
      description = "Folder of a finished run with the outcomes to use.")
  private String recorded;

  @Parameters(index = "1", paramLabel = "OUT", description = "Folder of the simulated run.")
  private Path out;

  @Option(
      names = "--seeds",
      defaultValue = "1000000",
      description = "Number of restarts (default: ${DEFAULT-VALUE}).")
  private int seeds;

  @Option(
      names = "--slots",
      defaultValue = "1000",
      description = "Populations that train at the same time (default: ${DEFAULT-VALUE}).")
  private int slots;

  @Option(
      names = "--width",
      defaultValue = "32",
      description = "Maximum seeds per population (default: ${DEFAULT-VALUE}).")
  private int width;

  private JavaSparkContext spark;
  private RunFolder run;
  private final DriverMeter meter = new DriverMeter();

  @Override
  public Integer call() throws Exception {
    try (var context = DriverMeter.spark("simulation")) {
      spark = context;
      run = RunFolder.at(new org.apache.hadoop.fs.Path(out.toUri()), new Configuration());
      search();
      resume();
      report();
      size();
    }
    return 0;
  }

  private void search() throws IOException {
    var asked =
        RunRecords.experiment(
            RunFolder.at(new org.apache.hadoop.fs.Path(recorded), new Configuration()));
    var experiment = scaled(asked);
    meter.begin();
    RestartSearch.start(spark, experiment, run, new Rungs())
        .trainedBy(new RecordedOutcomes(recorded))
        .run();
  }

  private Experiment scaled(Experiment asked) {
    return ExperimentFile.read(
        ExperimentFile.write(asked),
        Map.of(
            "seeds.first",
            "0",
            "seeds.count",
            String.valueOf(seeds),
            "search.width",
            String.valueOf(width),
            "search.slots",
            String.valueOf(slots),
            "evaluation.top",
            "0",
            "evaluation.confirmations",
            "0"));
  }

  private void resume() throws IOException {
    run.remove(run.leaderboard());
    meter.begin();
    RestartSearch.resume(spark, run, SearchListener.SILENT)
        .trainedBy(new RecordedOutcomes(recorded))
        .run();
    add("resume when all is done", seeds, "", 0);
  }

  /** Writes the report of the run with {@code seedbed report}. */
  private void report() throws IOException {
    meter.begin();
    var command = new java.util.ArrayList<String>();
    command.add(java.nio.file.Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(
        java.util.List.of(
            "-cp",
            System.getProperty("java.class.path"),
            "org.seedbed.job.Seedbed",
            "report",
            out.toString()));
    try {
      int code = new ProcessBuilder(command).inheritIO().start().waitFor();
      if (code != 0) {
        throw new IOException("the report ended with exit code " + code);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the report was written", e);
    }
    add("report", seeds, "", 0);
  }

  private void size() throws IOException {
    long records = 0;
    long files = 0;
    try (var walk = Files.walk(out)) {
      for (var path : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
        files++;
        records += path.toString().endsWith(".safetensors") ? 0 : Files.size(path);
      }
    }
    figures.add(
        "files of the run",
        files,
        "MiB beside the states",
        records / 1048576.0,
        "largest heap allowed, MiB",
        Runtime.getRuntime().maxMemory() / 1048576.0);
  }

  private void add(String what, long count, Object populations, double perPopulation)
      throws IOException {
    figures.add(
        "",
        what,
        "seeds",
        count,
        "populations",
        populations,
        "wall s",
        meter.wallSeconds(),
        "driver CPU s",
        meter.cpuSeconds(),
        "driver CPU ms per population",
        perPopulation == 0 ? "" : perPopulation,
        "heap after collection, MiB",
        DriverMeter.usedHeap() / 1048576.0);
  }

  /** Adds one line per rung and one for the ranking. */
  private final class Rungs implements SearchListener {
    private int populations;

    @Override
    public void stageStarts(String stage, int seeds, int count, long seedSteps) {
      populations = count;
    }

    @Override
    public void rungDone(RungRecord rung) {
      record(
          "rung " + (rung.rung() + 1),
          rung.standings().size(),
          populations,
          1e3 * meter.cpuSeconds() / populations);
      meter.begin();
    }

    @Override
    public void ranked(Leaderboard leaderboard) {
      record("ranking", leaderboard.entries().size(), "", 0);
    }

    private void record(String what, long count, Object of, double perPopulation) {
      try {
        add(what, count, of, perPopulation);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
