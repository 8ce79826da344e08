package org.seedbed.dataset;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.seedbed.files.SchemaVersion;
import org.seedbed.files.Sha256;
import org.seedbed.task.Level;
import org.seedbed.task.Task;
import org.seedbed.task.TaskCatalogue;

/**
 * The commit record of a dataset, written last.
 *
 * @param generatorVersion version of the task's example generator
 * @param task full name of the task
 * @param dataSeed data seed of the examples
 * @param rows total number of rows
 * @param bytes total number of bytes
 * @param contentSha256 digest of the examples, which does not depend on how they are split into
 *     files
 * @param files data files, by level and first example
 * @param frames frame files, if the task has traces
 */
@SchemaVersion(value = 3, remedy = DatasetManifest.REMEDY)
public record DatasetManifest(
    int generatorVersion,
    String task,
    long dataSeed,
    long rows,
    long bytes,
    String contentSha256,
    List<DataFile> files,
    List<WrittenPart.Frames> frames) {
  /**
   * Name of the manifest file. Parquet readers of entire folders skip names that begin with an
   * underscore.
   */
  public static final String FILE = "_manifest.json";

  static final String REMEDY = "Generate the dataset again, in an empty folder.";

  /**
   * Version of the tasks' example generators. In version 1, {@code memory/access} and {@code
   * memory/swap} pointed by index.
   */
  public static final int GENERATOR_VERSION = 2;

  public DatasetManifest {
    files = List.copyOf(files);
    // Manifests written before traces existed lack this key.
    frames = frames == null ? List.of() : List.copyOf(frames);
  }

  /**
   * Checks that the manifest lists a whole dataset: files inside its folder, of every level from
   * its first example on, whose sums are those of the dataset.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  void check() {
    var next = new HashMap<Level, Long>();
    long rowsOfFiles = 0;
    long bytesOfFiles = 0;
    var names = new HashSet<String>();
    Optional<DataFile> before = Optional.empty();
    for (var file : files) {
      checkName(file.file(), names);
      long first = next.getOrDefault(file.level(), 0L);
      boolean follows = before.isEmpty() || before.get().level().equals(file.level()) || first == 0;
      if (file.first() != first || file.rows() < 1 || !follows) {
        throw new IllegalArgumentException(
            "file %s with examples %d … %d, where example %d is next"
                .formatted(file.file(), file.first(), file.first() + file.rows() - 1, first));
      }
      if (!file.file().equals(DatasetPlan.file(file.level(), file.first()))) {
        throw new IllegalArgumentException(
            "file %s for examples of level %s from %d"
                .formatted(file.file(), file.level(), file.first()));
      }
      next.put(file.level(), first + file.rows());
      rowsOfFiles += file.rows();
      bytesOfFiles += file.bytes();
      before = Optional.of(file);
    }
    if (rowsOfFiles != rows || bytesOfFiles != bytes || files.isEmpty()) {
      throw new IllegalArgumentException(
          "files of %d rows and %d bytes for a dataset of %d rows and %d bytes"
              .formatted(rowsOfFiles, bytesOfFiles, rows, bytes));
    }
    frames.forEach(file -> checkName(file.file(), names));
    if (!frames.isEmpty() && frames.size() != files.size()) {
      throw new IllegalArgumentException(
          "%d files of frames for %d files".formatted(frames.size(), files.size()));
    }
  }

  private static void checkName(String name, Set<String> names) {
    var path = new Path(name);
    boolean inside =
        !path.isAbsolute()
            && path.toUri().getScheme() == null
            && Arrays.stream(name.split("/", -1)).noneMatch(n -> n.equals("..") || n.isEmpty());
    if (!inside) {
      throw new IllegalArgumentException("file '" + name + "', which is outside of the dataset");
    }
    if (!names.add(name)) {
      throw new IllegalArgumentException("file '" + name + "' twice");
    }
  }

  /** A file of the dataset; see {@link WrittenPart}. */
  public record DataFile(
      String file, Level level, long first, int rows, long bytes, String sha256) {}

  /** Returns the manifest of written parts, given in any order. */
  static DatasetManifest of(DatasetPlan plan, List<WrittenPart> written) {
    var content = Sha256.digest();
    var byFile = written.stream().collect(Collectors.toMap(WrittenPart::file, part -> part));
    var parts = plan.parts().stream().map(part -> inPlan(part, byFile)).toList();
    for (var part : parts) {
      part.blocks().forEach(block -> content.update(block.getBytes(StandardCharsets.US_ASCII)));
    }
    var files =
        parts.stream()
            .map(w -> new DataFile(w.file(), w.level(), w.first(), w.rows(), w.bytes(), w.sha256()))
            .toList();
    return new DatasetManifest(
        GENERATOR_VERSION,
        plan.task(),
        plan.dataSeed(),
        files.stream().mapToLong(DataFile::rows).sum(),
        files.stream().mapToLong(DataFile::bytes).sum(),
        Sha256.hex(content.digest()),
        files,
        parts.stream().flatMap(part -> part.frames().stream()).toList());
  }

  private static WrittenPart inPlan(DatasetPlan.Part part, Map<String, WrittenPart> written) {
    var found = written.get(part.file());
    if (found == null) {
      throw new IllegalStateException("not written: " + part);
    }
    return found;
  }

  /** Returns the task, even if it was renamed after the dataset was written. */
  public Task<?> ofTask() {
    return generatorVersion < GENERATOR_VERSION
        ? TaskCatalogue.formerTask(task)
        : TaskCatalogue.task(task);
  }

  /** Returns the files of a level, in order; empty if the dataset does not have the level. */
  public List<DataFile> filesOf(Level level) {
    return files.stream()
        .filter(file -> file.level().length() == level.length())
        .filter(file -> file.level().modulus() == level.modulus())
        .toList();
  }

  /** Returns the levels of the dataset, in order. */
  public List<Level> levels() {
    return files.stream().map(DataFile::level).distinct().toList();
  }
}
