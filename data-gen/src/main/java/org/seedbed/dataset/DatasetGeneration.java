package org.seedbed.dataset;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.seedbed.files.Folder;
import org.seedbed.files.FolderLease;
import org.seedbed.files.LeaseClaim;
import org.seedbed.files.SerializedConfiguration;

/**
 * Writes a dataset: one Spark task per file, then the manifest. Runs on the driver.
 *
 * <pre>{@code
 * new DatasetGeneration(spark).generate(plan, new Path("hdfs:///data/copy"));
 * }</pre>
 */
public final class DatasetGeneration {
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
   * Writes all files and commits them. Holds the folder's lease meanwhile.
   *
   * @param observer callback for every written file
   * @throws FolderLease.HeldException if another driver is using the folder
   */
  public DatasetManifest generate(DatasetPlan plan, Path dataset, PartObserver observer)
      throws IOException {
    return generate(plan, dataset, observer, note -> {});
  }

  /**
   * Writes all files and commits them, as {@link #generate(DatasetPlan, Path, PartObserver)} does.
   *
   * @param waiting called with the reason when the folder's lease is waited for
   */
  public DatasetManifest generate(
      DatasetPlan plan, Path dataset, PartObserver observer, FolderLease.Waiting waiting)
      throws IOException {
    var folder = Folder.at(dataset, spark.hadoopConfiguration());
    checkFree(folder);
    try (var lease = FolderLease.take(folder, FolderLease.Timing.DEFAULT, waiting)) {
      // Another driver may have finished a dataset while this one waited.
      checkFree(folder);
      var guarded = folder.guardedBy(lease.claim());
      removeUnfinished(guarded);
      var manifest = DatasetManifest.of(plan, write(plan, guarded, observer));
      guarded.writeJson(new Path(dataset, DatasetManifest.FILE), manifest);
      return manifest;
    }
  }

  private List<WrittenPart> write(DatasetPlan plan, Folder dataset, PartObserver observer)
      throws IOException {
    var configuration = new SerializedConfiguration(spark.hadoopConfiguration());
    // Executors have their own working folders and default file systems.
    String root = dataset.files().makeQualified(dataset.root()).toString();
    String claim = dataset.claim().orElseThrow().id();
    String task = plan.task();
    long dataSeed = plan.dataSeed();
    var parts = plan.parts();
    return spark
        .parallelize(parts, parts.size())
        .map(
            part -> {
              var hadoop = configuration.get();
              var folder = Folder.at(new Path(root), hadoop).guardedBy(new LeaseClaim(claim));
              var one = PartWriter.write(part, task, dataSeed, folder, hadoop);
              observer.written(one);
              return one;
            })
        .collect();
  }

  /** Removes the files of a generation that was interrupted; its plan may have been another. */
  private static void removeUnfinished(Folder dataset) throws IOException {
    for (var name : dataset.names(dataset.root())) {
      if (isOfDataset(dataset, name)) {
        dataset.remove(new Path(dataset.root(), name));
      }
    }
  }

  /** Others partition their data by names such as {@code level=INFO}. */
  private static boolean isOfDataset(Folder dataset, String name) throws IOException {
    if (DatasetPlan.FRAMES.equals(name + "/")) {
      return true;
    }
    return name.matches("level=\\d+")
        && dataset.names(new Path(dataset.root(), name)).stream()
            .allMatch(inside -> inside.matches("modulus=\\d+"));
  }

  /**
   * Checks that the folder is free. An unfinished dataset, without a manifest, may be overwritten;
   * anything else is occupied.
   */
  private static void checkFree(Folder dataset) throws IOException {
    for (var name : dataset.names(dataset.root())) {
      if (!isOfDataset(dataset, name) && !name.equals(Folder.METRICS) && !name.startsWith(".")) {
        throw new IllegalArgumentException(
            "Output folder "
                + dataset.root()
                + " is occupied: it holds '"
                + name
                + "'. Give another --out, or remove it.");
      }
    }
  }
}
