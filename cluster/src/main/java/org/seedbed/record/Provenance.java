package org.seedbed.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.seedbed.experiment.Experiment;
import org.seedbed.files.SchemaVersion;
import org.seedbed.model.Backend;

/**
 * The software, hardware and layout that produced a run's results.
 *
 * @param seedbed version of this program
 * @param commit of its source, where known
 * @param java version of the Java platform
 * @param os operating system and processor architecture
 * @param spark version of Spark
 * @param backend that computes
 * @param dataSeed of the training examples
 * @param datasetSha256 digest of the examples of the dataset; empty if they are generated in place
 * @param slots number of populations that train concurrently
 * @param width maximum number of seeds per population; a rung's records list the members of each
 *     population
 */
@SchemaVersion(3)
public record Provenance(
    String seedbed,
    Optional<String> commit,
    String java,
    String os,
    String spark,
    Backend backend,
    long dataSeed,
    Optional<String> datasetSha256,
    int slots,
    int width) {
  /** Returns the provenance of a run in this process. */
  public static Provenance of(
      Experiment experiment, String sparkVersion, Backend backend, Optional<String> datasetSha256) {
    var build = Build.running();
    return new Provenance(
        build.version(),
        build.commit(),
        System.getProperty("java.version"),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        sparkVersion,
        backend,
        experiment.dataSeed(),
        datasetSha256,
        experiment.search().slots().orElseThrow(),
        experiment.search().width().orElseThrow());
  }

  /**
   * Returns one line for each part of the software and hardware that is another one now: results
   * may then differ in their last bits.
   */
  public List<String> changesTo(Provenance now) {
    var changes = new ArrayList<String>();
    compare(changes, "Seedbed", build(), now.build());
    compare(changes, "Java", java, now.java);
    compare(changes, "operating system", os, now.os);
    compare(changes, "Spark", spark, now.spark);
    compare(changes, "backend", describe(backend), describe(now.backend));
    return changes;
  }

  /**
   * Checks that a dataset has the examples that these results were trained on.
   *
   * @param dataset for the message, such as {@code The dataset}
   * @param now digest of its examples; empty if they are generated in place
   * @param when these results were made, for the message
   * @throws IllegalArgumentException if it has others
   */
  public void checkDataset(String dataset, Optional<String> now, String when) {
    if (datasetSha256.isPresent() && !datasetSha256.equals(now)) {
      throw new IllegalArgumentException(
          "%s has other examples than when %s: content SHA-256 %s, was %s. Generate that dataset again, or give another --out."
              .formatted(dataset, when, now.orElse("none"), datasetSha256.get()));
    }
  }

  private String build() {
    return seedbed + commit.map(id -> " (" + id + ")").orElse("");
  }

  private static String describe(Backend backend) {
    return "%s on %s, threads: %d".formatted(backend.engine(), backend.device(), backend.threads());
  }

  private static void compare(List<String> changes, String part, String before, String now) {
    if (!before.equals(now)) {
      changes.add(
          "The run was begun with another %s: %s. It goes on with %s; results may differ in their last bits."
              .formatted(part, before, now));
    }
  }
}
