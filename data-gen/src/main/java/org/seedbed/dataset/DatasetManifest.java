package org.seedbed.dataset;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.seedbed.task.Level;

/**
 * The commit record of a dataset, written last.
 *
 * @param schemaVersion of this record and of the files' columns
 * @param generatorVersion of the task's way to draw examples
 * @param task full name
 * @param dataSeed of its examples
 * @param rows in all
 * @param bytes in all
 * @param contentSha256 of the examples, the same however they are split into files
 * @param files by level and first example
 * @param frames files of frames, where the task has traces
 */
public record DatasetManifest(
    int schemaVersion,
    int generatorVersion,
    String task,
    long dataSeed,
    long rows,
    long bytes,
    String contentSha256,
    List<DataFile> files,
    List<WrittenPart.Frames> frames) {
  /**
   * Where the manifest stands in a dataset. Readers of whole folders of Parquet skip names that
   * begin with an underscore.
   */
  public static final String FILE = "_manifest.json";

  public static final int SCHEMA_VERSION = 1;
  public static final int GENERATOR_VERSION = 1;

  public DatasetManifest {
    files = List.copyOf(files);
    // Manifests from before there were traces do not have it.
    frames = frames == null ? List.of() : List.copyOf(frames);
  }

  /** A file of the dataset; see {@link WrittenPart}. */
  public record DataFile(
      String file, Level level, long first, int rows, long bytes, String sha256) {}

  /** The manifest of parts that were written, in any order. */
  static DatasetManifest of(DatasetPlan plan, List<WrittenPart> written) {
    var content = Sha256.digest();
    var files =
        plan.parts().stream()
            .map(
                part ->
                    written.stream()
                        .filter(w -> w.file().equals(part.file()))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("not written: " + part)))
            .peek(
                part ->
                    part.blocks()
                        .forEach(
                            block -> content.update(block.getBytes(StandardCharsets.US_ASCII))))
            .map(w -> new DataFile(w.file(), w.level(), w.first(), w.rows(), w.bytes(), w.sha256()))
            .toList();
    return new DatasetManifest(
        SCHEMA_VERSION,
        GENERATOR_VERSION,
        plan.task(),
        plan.dataSeed(),
        files.stream().mapToLong(DataFile::rows).sum(),
        files.stream().mapToLong(DataFile::bytes).sum(),
        Sha256.hex(content.digest()),
        files,
        plan.parts().stream()
            .flatMap(part -> written.stream().filter(w -> w.file().equals(part.file())))
            .flatMap(w -> w.frames().stream())
            .toList());
  }

  /** Files of a level, in order; empty if the dataset does not have it. */
  public List<DataFile> filesOf(Level level) {
    return files.stream()
        .filter(file -> file.level().length() == level.length())
        .filter(file -> file.level().modulus() == level.modulus())
        .toList();
  }

  /** Levels that the dataset has, in order. */
  public List<Level> levels() {
    return files.stream().map(DataFile::level).distinct().toList();
  }
}
