package org.seedbed.experiment;

import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.seedbed.dataset.Dataset;
import org.seedbed.files.StoragePath;

/** Checks that an experiment can train on the dataset that it names. Runs on the driver. */
public final class DatasetFit {
  private DatasetFit() {}

  /**
   * Checks task, data seed and levels.
   *
   * @return digest of the dataset's examples; empty if the experiment names no dataset
   * @throws IllegalArgumentException if one of them does not match; the message names the remedy
   */
  public static Optional<String> check(ExperimentModel<?> experiment, Configuration configuration)
      throws IOException {
    var named = experiment.experiment().data();
    if (named.isEmpty()) {
      return Optional.empty();
    }
    String data = named.get();
    var manifest = Dataset.open(StoragePath.of(data), configuration).manifest();
    String task = manifest.ofTask().name();
    if (!task.equals(experiment.task().name())) {
      throw new IllegalArgumentException(
          "Dataset %s is of task '%s', the experiment's is '%s'. Give another --data or --task."
              .formatted(data, task, experiment.task().name()));
    }
    long dataSeed = experiment.experiment().dataSeed();
    if (manifest.dataSeed() != dataSeed) {
      throw new IllegalArgumentException(
          "Dataset %s has data seed %d, the experiment has %d. Give --set dataSeed=%d."
              .formatted(data, manifest.dataSeed(), dataSeed, manifest.dataSeed()));
    }
    for (var level : experiment.curriculum().levels()) {
      if (manifest.filesOf(level).isEmpty()) {
        throw new IllegalArgumentException(
            ("Dataset %s has no examples of length %d with M = %d. It has: %s. Generate a dataset"
                    + " with that level, or change the curriculum.")
                .formatted(data, level.length(), level.modulus(), manifest.levels()));
      }
    }
    return Optional.of(manifest.contentSha256());
  }
}
