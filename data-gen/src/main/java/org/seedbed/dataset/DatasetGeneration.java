package org.seedbed.dataset;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.seedbed.files.Json;
import org.seedbed.files.SerializedConfiguration;
import org.seedbed.files.WholeFile;

/**
 * Writes a dataset: one Spark task per file, then the manifest. Runs on the driver.
 *
 * <pre>{@code
 * new DatasetGeneration(spark).generate(plan, new Path("hdfs:///data/copy"));
 * }</pre>
 */
public final class DatasetGeneration {
  /** Folder of the last metrics of the generating processes; Parquet readers skip such names. */
  private static final String METRICS = "_metrics";

  private final JavaSparkContext spark;

  public DatasetGeneration(JavaSparkContext spark) {
    this.spark = spark;
  }

  /**
   * Writes all files and commits them.
   *
   * @throws IllegalArgumentException if {@code dataset} is occupied
   */
  public DatasetManifest generate(DatasetPlan plan, Path dataset) throws IOException {
    return generate(plan, dataset, part -> {});
  }

  /** Callback for every written file, invoked where the file was written. */
  @FunctionalInterface
  public interface PartObserver extends Serializable {
    /** Invoked on an executor after a file was written. */
    void written(WrittenPart part);
  }

  /**
   * Writes all files and commits them.
   *
   * @param observer callback for every written file
   */
  public DatasetManifest generate(DatasetPlan plan, Path dataset, PartObserver observer)
      throws IOException {
    var files = WholeFile.fileSystem(dataset, spark.hadoopConfiguration());
    checkFree(files, dataset);
    files.mkdirs(dataset);
    var configuration = new SerializedConfiguration(spark.hadoopConfiguration());
    // Executors have their own working folders and default file systems.
    String root = files.makeQualified(dataset).toString();
    String task = plan.task();
    long dataSeed = plan.dataSeed();
    var parts = plan.parts();
    List<WrittenPart> written =
        spark
            .parallelize(parts, parts.size())
            .map(
                part -> {
                  var one =
                      PartWriter.write(part, task, dataSeed, new Path(root), configuration.get());
                  observer.written(one);
                  return one;
                })
            .collect();
    var manifest = DatasetManifest.of(plan, written);
    Json.write(files, new Path(dataset, DatasetManifest.FILE), manifest);
    return manifest;
  }

  /**
   * Checks that the folder is free. An unfinished dataset, without a manifest, may be overwritten;
   * anything else is occupied.
   */
  private static void checkFree(org.apache.hadoop.fs.FileSystem files, Path dataset)
      throws IOException {
    if (!files.exists(dataset)) {
      return;
    }
    for (var status : files.listStatus(dataset)) {
      String name = status.getPath().getName();
      if (!name.startsWith("level=")
          && !DatasetPlan.FRAMES.startsWith(name)
          && !name.equals(METRICS)) {
        throw new IllegalArgumentException(
            "Output folder "
                + dataset
                + " is occupied: it holds '"
                + name
                + "'. Give another --out, or remove it.");
      }
    }
  }
}
