package org.seedbed.record;

import java.util.Optional;
import org.seedbed.experiment.Experiment;
import org.seedbed.files.SchemaVersion;
import org.seedbed.model.Backend;

/**
 * Where a run's numbers come from.
 *
 * @param seedbed version of this program
 * @param commit of its source, where known
 * @param java version of the Java platform
 * @param os operating system and processor architecture
 * @param spark version of Spark
 * @param backend what computes
 * @param dataSeed of the training examples
 * @param slots populations that train at the same time
 * @param width most seeds of one population; each seed's population and lane stand in its rung's
 *     records
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
  /** The provenance of a run of this program, here and now. */
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
