package org.seedbed.job;

import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.seedbed.dataset.DatasetGeneration;
import org.seedbed.dataset.DatasetManifest;
import org.seedbed.dataset.DatasetPlan;
import org.seedbed.task.LevelRange;
import org.seedbed.task.TaskCatalogue;
import picocli.CommandLine.Command;
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

  @Option(names = "--task", required = true, description = "Task, such as nram/copy.")
  private String task;

  @Option(
      names = "--examples",
      defaultValue = "1000000",
      description = "Examples in all, shared evenly by the levels (default: ${DEFAULT-VALUE}).")
  private long examples;

  @Option(
      names = "--data-seed",
      defaultValue = "1",
      description = "Data seed of the examples (default: ${DEFAULT-VALUE}).")
  private long dataSeed;

  @Option(
      names = "--first-level",
      defaultValue = "1",
      description = "First level (default: ${DEFAULT-VALUE}).")
  private int firstLevel;

  @Option(
      names = "--last-level",
      defaultValue = "3",
      description = "Last level (default: ${DEFAULT-VALUE}).")
  private int lastLevel;

  @Option(
      names = "--modulus",
      description = "M at every level (default: the smallest that fits the last, 8 at least).")
  private Integer modulus;

  @Option(
      names = "--widenings",
      defaultValue = "2",
      description =
          "Further levels at the last length, each with M one larger (default: ${DEFAULT-VALUE}).")
  private int widenings;

  @Option(
      names = "--examples-per-file",
      defaultValue = "" + DatasetPlan.EXAMPLES_PER_FILE,
      description = "Most examples of a file, a multiple of 1024 (default: ${DEFAULT-VALUE}).")
  private int examplesPerFile;

  @Option(names = "--out", required = true, description = "Folder of the dataset.")
  private String out;

  @Override
  public Integer call() throws Exception {
    var asked = modulus == null ? OptionalInt.empty() : OptionalInt.of(modulus);
    var levels =
        new LevelRange(firstLevel, lastLevel, asked, widenings).of(TaskCatalogue.task(task));
    var plan = new DatasetPlan(task, dataSeed, examples, levels, examplesPerFile);
    generate(spec, plan, out);
    return ExitCode.OK.code();
  }

  static void generate(CommandSpec spec, DatasetPlan plan, String out) throws Exception {
    var writer = spec.commandLine().getOut();
    writer.printf(
        "generating %,d examples of %s, lengths %d … %d, into %d files%n",
        plan.examples(),
        plan.task(),
        plan.levels().get(0).length(),
        plan.levels().get(plan.levels().size() - 1).length(),
        plan.parts().size());
    try (var spark = Spark.open("seedbed generate", 1)) {
      long started = System.nanoTime();
      var manifest = new DatasetGeneration(spark).generate(plan, new Path(out));
      double seconds = (System.nanoTime() - started) / 1e9;
      writer.printf(
          "wrote %,d examples, %,d bytes in %.1f s: %,.0f examples a second%n",
          manifest.rows(), manifest.bytes(), seconds, manifest.rows() / seconds);
      writer.println("content SHA-256 " + manifest.contentSha256());
      writer.println("manifest " + new Path(out, DatasetManifest.FILE));
    }
  }
}
