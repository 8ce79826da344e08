package org.seedbed.dataset;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.seedbed.files.WholeFile;
import org.seedbed.task.Task;

/**
 * Cache of the datasets that this process has opened. Each dataset is opened once, and each of its
 * files is verified once, however many populations read it. A dataset is reopened if its manifest
 * was replaced.
 */
public final class SharedDatasets {
  private static final Map<Key, Shared> OPENED = new ConcurrentHashMap<>();

  private SharedDatasets() {}

  /**
   * A dataset's folder, and the length and modification time of its manifest when it was opened.
   */
  private record Key(String root, long manifestBytes, long manifestModified) {}

  /** A dataset and the digests of its verified files. */
  private record Shared(Dataset dataset, Set<String> verified) {}

  /**
   * Returns the examples of a dataset, which the caller must close. See {@link Dataset#open} for
   * exceptions.
   *
   * @param task task of the dataset's examples
   */
  public static <E> DatasetExamples<E> examples(
      Task<E> task, Path root, Configuration configuration) throws IOException {
    var shared = shared(root, configuration);
    return new DatasetExamples<>(task, shared.dataset(), configuration, shared.verified());
  }

  private static Shared shared(Path root, Configuration configuration) throws IOException {
    var files = WholeFile.fileSystem(root, configuration);
    var manifest = new Path(root, DatasetManifest.FILE);
    if (!files.exists(manifest)) {
      return new Shared(Dataset.open(root, configuration), Set.of());
    }
    var status = files.getFileStatus(manifest);
    var key =
        new Key(
            files.makeQualified(root).toString(), status.getLen(), status.getModificationTime());
    var known = OPENED.get(key);
    if (known != null) {
      return known;
    }
    var opened = new Shared(Dataset.open(root, configuration), ConcurrentHashMap.newKeySet());
    var other = OPENED.putIfAbsent(key, opened);
    return other == null ? opened : other;
  }
}
