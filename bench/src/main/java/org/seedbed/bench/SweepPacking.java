package org.seedbed.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.ExperimentFile;
import org.seedbed.record.RunFolder;
import org.seedbed.search.RestartSearch;
import org.seedbed.search.SearchListener;
import org.seedbed.space.Setting;
import org.seedbed.sweep.Sweep;
import org.seedbed.sweep.SweepFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Measures a sweep whose settings ride in the same populations against one search per setting, in
 * turn, in the same Spark. Both train the same seeds for the same steps.
 */
@Command(
    name = "sweep",
    description = "A sweep against as many searches, in the same process.",
    mixinStandardHelpOptions = true)
public final class SweepPacking implements Callable<Integer> {
  private static final String FILE =
      """
      model: nram
      task: memory/copy
      search: {rungs: [%d], width: 64, slots: 1}
      evaluation: {top: 0, examples: 256, lengths: [5]}
      space:
        training.adam.learningRate: {loguniform: [0.003, 0.1]}
        training.adam.clipNorm: {loguniform: [0.1, 10]}
        nram.entropyBonus: {loguniform: [0.001, 1]}
        nram.dropoutKeepProbability: {uniform: [0.7, 1]}
      sweep: {settings: %d, rounds: [%d]}
      """;

  @Mixin private Figures figures;

  @Parameters(index = "0", paramLabel = "OUT", description = "Folder of the runs.")
  private Path out;

  @Option(
      names = "--settings",
      defaultValue = "64",
      description = "Settings beside the default (default: ${DEFAULT-VALUE}).")
  private int settings;

  @Option(
      names = "--seeds",
      defaultValue = "4",
      description = "Seeds of each setting (default: ${DEFAULT-VALUE}).")
  private int seeds;

  @Option(
      names = "--steps",
      defaultValue = "200",
      description = "Training steps (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "Times that both are run in turn (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Override
  public Integer call() throws Exception {
    var request =
        SweepFile.read(FILE.formatted(steps, settings, seeds), Map.of(), Map.of(), note -> {});
    try (var spark = DriverMeter.spark("sweep")) {
      var together = new ArrayList<Double>();
      var apart = new ArrayList<Double>();
      var ratios = new ArrayList<Double>();
      sweep(spark, request, "warm-up");
      for (int i = 0; i < rounds; i++) {
        together.add(sweep(spark, request, "sweep-" + i));
        apart.add(searches(spark, request, "searches-" + i));
        ratios.add(apart.get(i) / together.get(i));
      }
      figures.add(
          "settings",
          settings + 1,
          "seeds of each",
          seeds,
          "steps",
          steps,
          "sweep, s",
          Spread.of(together),
          "searches, s",
          Spread.of(apart),
          "searches over sweep",
          Spread.of(ratios));
    }
    return 0;
  }

  private RunFolder folder(String name) throws IOException {
    return RunFolder.at(
        new org.apache.hadoop.fs.Path(out.resolve(name).toUri()), new Configuration());
  }

  private double sweep(JavaSparkContext spark, SweepFile.Request request, String name)
      throws IOException {
    long started = System.nanoTime();
    Sweep.open(spark, request, folder(name), SearchListener.SILENT, List.of()).run();
    return (System.nanoTime() - started) / 1e9;
  }

  private double searches(JavaSparkContext spark, SweepFile.Request request, String name)
      throws IOException {
    long started = System.nanoTime();
    for (var setting : request.plan().settings()) {
      RestartSearch.start(
              spark,
              alone(request, setting),
              folder(name + "/" + setting.number()),
              SearchListener.SILENT)
          .run();
    }
    return (System.nanoTime() - started) / 1e9;
  }

  private Experiment alone(SweepFile.Request request, Setting setting) {
    var values = new HashMap<>(setting.values());
    values.put("seeds.count", String.valueOf(seeds));
    return ExperimentFile.read(ExperimentFile.write(request.experiment()), values);
  }
}
