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
 * Datasets that this process has opened. Each is opened once, and each of its files is verified
 * once, however many populations read it. A dataset whose manifest was replaced is opened anew.
 */
public final class SharedDatasets {
  private static final Map<Key, Shared> OPENED = new ConcurrentHashMap<>();

  private SharedDatasets() {}

  /** A dataset's folder, and what its manifest looked like when it was opened. */
  private record Key(String root, long manifestBytes, long manifestModified) {}

  /** A dataset with the digests of its files that were verified. */
  private record Shared(Dataset dataset, Set<String> verified) {}

  /**
   * Examples of a dataset, to be closed; see {@link Dataset#open} for what is thrown.
   *
   * @param task whose examples the dataset holds
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
