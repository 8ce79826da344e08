package org.seedbed.job;

import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.files.StoragePath;
import org.seedbed.metrics.RunLabels;
import org.seedbed.record.RunFolder;
import org.seedbed.search.RunSession;
import org.seedbed.task.Bounds;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code seedbed cross}. */
@Command(
    name = "cross",
    description = {
      "Tells whether the initialization matters: trains random initializations, each under each of"
          + " several data seeds, none pruned.",
      "Steps are those of the experiment's last rung. More data seeds can be added with --resume."
    },
    mixinStandardHelpOptions = true)
final class CrossCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private MetricsOptions metrics;
  @Mixin private ExperimentOptions options;

  @Option(
      names = "--initializations",
      defaultValue = "32",
      description = "Number of initializations (default: ${DEFAULT-VALUE}).")
  private int initializations;

  @Option(
      names = "--data-seeds",
      defaultValue = "8",
      description = "Number of data seeds (default: ${DEFAULT-VALUE}).")
  private int dataSeeds;

  @Option(names = "--out", required = true, description = "Folder of the run.")
  private String out;

  @Option(
      names = "--resume",
      description = "Continue the run in --out from its committed work, or start a new one.")
  private boolean resume;

  @Override
  public Integer call() throws Exception {
    metrics.check();
    Bounds.check("--initializations", initializations, 2, 100_000);
    Bounds.check("--data-seeds", dataSeeds, 2, 10_000);
    var values = new LinkedHashMap<String, String>();
    values.put("seeds.count", String.valueOf(initializations));
    var experiment = crossed(options.experiment(new LinkedHashMap<>(), values));
    ExperimentModel.of(experiment).checkSearch();
    var run = RunFolder.at(StoragePath.of(out), Spark.hadoopConfiguration());
    var writer = spec.commandLine().getOut();
    int threads = experiment.search().threads();
    var labels = new RunLabels(out, experiment.model(), experiment.task());
    try (var session = RunSession.open(run, experiment, resume, writer::println);
        var progress = Progress.on(writer);
        var spark = Spark.open("cross", labels, threads, metrics, writer)) {
      var result = session.cross(spark, progress).run(dataSeeds);
      progress.note("");
      writer.print(result.text());
    }
    writer.println("result " + run.crossed());
    return ExitCode.OK.code();
  }

  private static Experiment crossed(Experiment experiment) {
    if (experiment.data().isPresent()) {
      throw new IllegalArgumentException(
          "Key 'data' is %s, but a crossed design draws examples of its own for each data seed. Leave it out."
              .formatted(experiment.data().get()));
    }
    return experiment.with(experiment.search().unpruned());
  }
}
