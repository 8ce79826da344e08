package org.seedbed.record;

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
 * @param slots number of populations that train concurrently
 * @param width maximum number of seeds per population; a rung's records list the members of each
 *     population
 */
@SchemaVersion(2)
public record Provenance(
    String seedbed,
    Optional<String> commit,
    String java,
    String os,
    String spark,
    Backend backend,
    long dataSeed,
    int slots,
    int width) {
  /** Returns the provenance of a run in this process. */
  public static Provenance of(Experiment experiment, String sparkVersion, Backend backend) {
    var build = Build.running();
    return new Provenance(
        build.version(),
        build.commit(),
        System.getProperty("java.version"),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        sparkVersion,
        backend,
        experiment.dataSeed(),
        experiment.search().slots().orElseThrow(),
        experiment.search().width().orElseThrow());
  }
}
