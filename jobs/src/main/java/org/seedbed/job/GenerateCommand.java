package org.seedbed.job;

import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.seedbed.dataset.DatasetGeneration;
import org.seedbed.dataset.DatasetManifest;
import org.seedbed.dataset.DatasetPlan;
import org.seedbed.dataset.WrittenPart;
import org.seedbed.dataset.WrittenPart.Frames;
import org.seedbed.files.StoragePath;
import org.seedbed.metrics.Metric;
import org.seedbed.metrics.ProcessMetrics;
import org.seedbed.metrics.RunLabels;
import org.seedbed.task.LevelRange;
import org.seedbed.task.TaskCatalogue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code seedbed generate}. */
@Command(
    name = "generate",
    description = "Writes a dataset of examples as Parquet files with a manifest.",
    mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private MetricsOptions metrics;

  @Option(names = "--task", required = true, description = "Task; 'seedbed tasks' lists all.")
  private String task;

  @Option(
      names = "--examples",
      defaultValue = "1000000",
      description = "Total examples, shared evenly among the levels (default: ${DEFAULT-VALUE}).")
  private long examples;

  @Option(
      names = "--data-seed",
      defaultValue = "1",
      description = "Data seed of the examples (default: ${DEFAULT-VALUE}).")
  private long dataSeed;

  @Option(names = "--first-level", description = "First level (default: the task's).")
  private Integer firstLevel;

  @Option(names = "--last-level", description = "Last level (default: the task's).")
  private Integer lastLevel;

  @Option(
      names = "--lengths",
      split = ",",
      description = "Only these lengths, in rising order (default: all from first to last level).")
  private List<Integer> lengths = List.of();

  @Option(
      names = "--modulus",
      description =
          "M of memory tasks at every level (default: the smallest that fits the last level, at"
              + " least 8).")
  private Integer modulus;

  @Option(
      names = "--widenings",
      description =
          "Extra levels of memory tasks at the last length; each raises M by one (default: 2).")
  private Integer widenings;

  @Option(
      names = "--examples-per-file",
      defaultValue = "" + DatasetPlan.EXAMPLES_PER_FILE,
      description = "Maximum examples per file, a multiple of 1024 (default: ${DEFAULT-VALUE}).")
  private int examplesPerFile;

  @Option(names = "--out", required = true, description = "Folder of the dataset.")
  private String out;

  @Override
  public Integer call() throws Exception {
    metrics.check();
    var asked = OptionalNumber.of(modulus);
    var found = TaskCatalogue.task(task);
    TaskCatalogue.renamed(task, found).ifPresent(spec.commandLine().getErr()::println);
    var range = found.defaultLevels();
    var levels =
        new LevelRange(
                firstLevel == null ? range.first() : firstLevel,
                lastLevel == null ? range.last() : lastLevel,
                lengths,
                asked,
                widenings == null ? range.widenings() : widenings)
            .of(found);
    var plan = new DatasetPlan(found.name(), dataSeed, examples, levels, examplesPerFile);
    generate(spec, plan, out, metrics);
    return ExitCode.OK.code();
  }

  /** Counts a written part in the metrics. Runs on executors. */
  private static void count(WrittenPart part) {
    var metrics = ProcessMetrics.current();
    metrics.counter(Metric.GENERATED_EXAMPLES).inc(part.rows());
    long frames = part.frames().stream().mapToLong(WrittenPart.Frames::bytes).sum();
    metrics.counter(Metric.GENERATED_BYTES).inc(part.bytes() + frames);
  }

  static void generate(CommandSpec spec, DatasetPlan plan, String out, MetricsOptions metrics)
      throws Exception {
    var writer = spec.commandLine().getOut();
    writer.printf(
        "generating %,d examples of %s, lengths %d … %d, into %d files%n",
        plan.examples(),
        plan.task(),
        plan.levels().get(0).length(),
        plan.levels().get(plan.levels().size() - 1).length(),
        plan.parts().size());
    var run = new RunLabels(out, "", plan.task());
    try (var spark = Spark.open("generate", run, 1, metrics, writer)) {
      long started = System.nanoTime();
      ProcessMetrics.current().gauge(Metric.GENERATION_PLANNED).set(plan.examples());
      var manifest =
          new DatasetGeneration(spark)
              .generate(plan, StoragePath.of(out), GenerateCommand::count, writer::println);
      double seconds = (System.nanoTime() - started) / 1e9;
      writer.printf(
          "wrote %,d examples, %,d bytes in %.1f s: %,.0f examples a second%n",
          manifest.rows(), manifest.bytes(), seconds, manifest.rows() / seconds);
      if (!manifest.frames().isEmpty()) {
        long frames = manifest.frames().stream().mapToLong(Frames::frames).sum();
        long rows = manifest.frames().stream().mapToLong(Frames::rows).sum();
        writer.printf(
            "traces contain %,d frames; %,d distinct ones written (%.2f %% duplicates dropped)%n",
            frames, rows, 100.0 * (frames - rows) / frames);
      }
      writer.println("content SHA-256 " + manifest.contentSha256());
      writer.println("manifest " + new Path(out, DatasetManifest.FILE));
    }
  }
}
