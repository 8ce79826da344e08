package org.seedbed.bench;

import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.seedbed.dataset.DatasetGeneration;
import org.seedbed.dataset.DatasetPlan;
import org.seedbed.task.LevelRange;
import org.seedbed.task.memory.MemoryTasks;

/** Examples a second to Parquet, on one core and on two: {@code ParquetRate [EXAMPLES]}. */
public final class ParquetRate {
  private static final int REPEATS = 3;

  private ParquetRate() {}

  public static void main(String[] arguments) throws Exception {
    long examples = arguments.length > 0 ? Long.parseLong(arguments[0]) : 3_000_000;
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
        for (int repeat = 0; repeat < REPEATS; repeat++) {
          var plan =
              new DatasetPlan("nram/copy", 1, examples, levels, DatasetPlan.EXAMPLES_PER_FILE);
          var out = new Path(folder.resolve(cores + "-" + repeat).toUri());
          long started = System.nanoTime();
          var manifest = new DatasetGeneration(spark).generate(plan, out);
          double seconds = (System.nanoTime() - started) / 1e9;
          System.out.printf(
              Locale.ROOT,
              "cores %d  run %d  %,d examples  %,d bytes  %.2f s  %,.0f examples/s and core%n",
              cores,
              repeat + 1,
              manifest.rows(),
              manifest.bytes(),
              seconds,
              manifest.rows() / seconds / cores);
          out.getFileSystem(spark.hadoopConfiguration()).delete(out, true);
        }
      }
    }
    Files.delete(folder);
  }
}
