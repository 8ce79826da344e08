package org.seedbed.dataset;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.seedbed.files.DamagedFileException;
import org.seedbed.files.Json;
import org.seedbed.files.WholeFile;

/**
 * A committed dataset.
 *
 * @param root its folder
 * @param manifest its commit record
 */
public record Dataset(Path root, DatasetManifest manifest) {
  /**
   * Opens a dataset and checks that every file is there with its length.
   *
   * @throws IllegalArgumentException when there is no manifest
   * @throws DamagedFileException when a file is missing or has another length
   */
  public static Dataset open(Path root, Configuration configuration) throws IOException {
    var files = WholeFile.fileSystem(root, configuration);
    var path = new Path(root, DatasetManifest.FILE);
    DatasetManifest manifest;
    try {
      manifest = Json.read(files, path, DatasetManifest.class);
    } catch (FileNotFoundException e) {
      throw new IllegalArgumentException(
          "No dataset in "
              + root
              + ": it has no "
              + DatasetManifest.FILE
              + ". Make one with 'seedbed generate', or let a broken generation run again.",
          e);
    }
    if (manifest.generatorVersion() != DatasetManifest.GENERATOR_VERSION) {
      throw new IllegalArgumentException(
          "Dataset %s was drawn by generator version %d; this Seedbed draws by version %d. Generate it again."
              .formatted(root, manifest.generatorVersion(), DatasetManifest.GENERATOR_VERSION));
    }
    for (var file : manifest.files()) {
      checkLength(files, new Path(root, file.file()), file.bytes());
    }
    for (var file : manifest.frames()) {
      checkLength(files, new Path(root, file.file()), file.bytes());
    }
    return new Dataset(root, manifest);
  }

  private static void checkLength(FileSystem files, Path data, long bytes) throws IOException {
    long found = files.exists(data) ? files.getFileStatus(data).getLen() : -1;
    if (found != bytes) {
      throw new DamagedFileException(
          data,
          bytes + " bytes",
          found < 0 ? "no file" : found + " bytes",
          "Generate the dataset again.");
    }
  }
}
