package org.seedbed.job;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.seedbed.dataset.DatasetManifest;
import org.seedbed.dataset.DatasetPlan;
import org.seedbed.experiment.ExperimentFile;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.files.StoragePath;
import org.seedbed.files.WholeFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code seedbed quickstart}. */
@Command(
    name = "quickstart",
    description = {
      "Runs a complete search in minutes: generates a dataset, searches restarts of the Neural RAM",
      "on copy, and writes leaderboard, best initializations and report. Resumes interrupted runs."
    },
    mixinStandardHelpOptions = true)
final class QuickstartCommand implements Callable<Integer> {
  private static final String EXPERIMENT = "quickstart.yaml";

  @Spec private CommandSpec spec;
  @Mixin private MetricsOptions metrics;

  @Option(names = "--seeds", description = "Number of restarts (default: 64).")
  private Integer seeds;

  @Option(
      names = "--out",
      defaultValue = "runs/quickstart",
      description = "Folder of the run; the dataset goes beside it (default: ${DEFAULT-VALUE}).")
  private String out;

  @Override
  public Integer call() throws Exception {
    var settings = new LinkedHashMap<String, String>();
    String data = out + "-data";
    if (seeds != null) {
      settings.put("seeds.count", seeds.toString());
    }
    metrics.check();
    StoragePath.of(out);
    String yaml;
    try (var in = QuickstartCommand.class.getResourceAsStream(EXPERIMENT)) {
      yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    var experiment = ExperimentFile.read(yaml, Map.of("data", data), settings, note -> {});
    var model = ExperimentModel.of(experiment);
    var manifest = new Path(StoragePath.of(data), DatasetManifest.FILE);
    if (!WholeFile.fileSystem(manifest, Spark.hadoopConfiguration()).exists(manifest)) {
      var levels = model.curriculum().levels();
      // The most that any level can need, so that no example repeats.
      long each = (long) experiment.search().lastStep() * experiment.training().batch();
      var plan =
          new DatasetPlan(
              model.task().name(),
              experiment.dataSeed(),
              each * levels.size(),
              levels,
              DatasetPlan.EXAMPLES_PER_FILE);
      GenerateCommand.generate(spec, plan, data, metrics);
    }
    RestartsCommand.search(spec, experiment, out, true, metrics);
    return ExitCode.OK.code();
  }
}
