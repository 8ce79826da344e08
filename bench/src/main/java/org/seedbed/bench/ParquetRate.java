package org.seedbed.bench;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.seedbed.dataset.DatasetGeneration;
import org.seedbed.dataset.DatasetPlan;
import org.seedbed.task.LevelRange;
import org.seedbed.task.memory.MemoryTasks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures examples per second and core written to Parquet, on one core and on two. */
@Command(
    name = "parquet",
    description = "Examples per second and core written to Parquet, on one core and on two.",
    mixinStandardHelpOptions = true)
final class ParquetRate implements Callable<Integer> {
  @Mixin private Figures figures;

  @Option(
      names = "--examples",
      defaultValue = "3000000",
      description = "Examples per dataset (default: ${DEFAULT-VALUE}).")
  private long examples;

  private static final int REPEATS = 3;

  @Override
  public Integer call() throws Exception {
    var levels =
        new LevelRange(1, 3, List.of(), OptionalInt.empty(), 0).of(MemoryTasks.task("copy"));
    var folder = Files.createTempDirectory("seedbed-parquet-rate");
    for (int cores = 1; cores <= 2; cores++) {
      var conf =
          new SparkConf()
              .setMaster("local[" + cores + "]")
              .setAppName("ParquetRate")
              .set("spark.ui.enabled", "false");
      try (var spark = new JavaSparkContext(conf)) {
        var rates = new ArrayList<Double>();
        for (int repeat = 0; repeat < REPEATS; repeat++) {
          var plan =
              new DatasetPlan("memory/copy", 1, examples, levels, DatasetPlan.EXAMPLES_PER_FILE);
          var out = new Path(folder.resolve(cores + "-" + repeat).toUri());
          long started = System.nanoTime();
          var manifest = new DatasetGeneration(spark).generate(plan, out);
          double seconds = (System.nanoTime() - started) / 1e9;
          rates.add(manifest.rows() / seconds / cores);
          out.getFileSystem(spark.hadoopConfiguration()).delete(out, true);
        }
        figures.add(
            "cores", cores, "examples", examples, "examples per second and core", Spread.of(rates));
      }
    }
    Files.delete(folder);
    return 0;
  }
}
