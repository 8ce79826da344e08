package org.seedbed.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.seedbed.files.DamagedFileException;
import org.seedbed.files.Sha256;
import org.seedbed.files.WholeFile;
import org.seedbed.task.ExampleSource;
import org.seedbed.task.Level;
import org.seedbed.task.Task;

/**
 * Reads examples from a dataset, in order; after its last example a level starts over. Each file's
 * digest is verified before the file is first read. Levels of few examples are read once. Not
 * thread-safe.
 */
public final class DatasetExamples<E> implements ExampleSource<E> {
  /** Most examples of a level that is read once. Opening a file takes as long as many steps. */
  private static final int FEW = 1024;

  private final Task<E> task;
  private final Dataset dataset;
  private final Configuration configuration;
  private final Map<Level, Cursor> cursors = new HashMap<>();
  private final Set<String> verified;

  /**
   * @param task task of the dataset's examples
   */
  public DatasetExamples(Task<E> task, Dataset dataset, Configuration configuration) {
    this(task, dataset, configuration, new HashSet<>());
  }

  /**
   * @param verified digests of files that are already verified; newly verified ones are added
   */
  public DatasetExamples(
      Task<E> task, Dataset dataset, Configuration configuration, Set<String> verified) {
    this.task = task;
    this.verified = verified;
    this.dataset = dataset;
    this.configuration = configuration;
  }

  @Override
  public List<E> examples(Level level, long first, int count) {
    try {
      var cursor = cursors.computeIfAbsent(level, Cursor::new);
      var examples = new ArrayList<E>(count);
      for (long index = first; index < first + count; index++) {
        examples.add(cursor.example(index % cursor.rows));
      }
      return examples;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    cursors.values().forEach(Cursor::close);
  }

  /** A position in the files of a level. */
  private final class Cursor {
    private final List<DatasetManifest.DataFile> files;
    private final long rows;
    private final List<E> kept = new ArrayList<>();
    private ParquetReader<Group> reader;
    private int file = -1;
    private long next;

    Cursor(Level level) {
      files = dataset.manifest().filesOf(level);
      rows = files.stream().mapToLong(DatasetManifest.DataFile::rows).sum();
      if (rows == 0) {
        throw new IllegalArgumentException(
            "Dataset "
                + dataset.root()
                + " has no level "
                + level
                + ". It has: "
                + dataset.manifest().levels()
                + ". Generate it with that level.");
      }
    }

    E example(long index) throws IOException {
      if (rows > FEW) {
        return read(index);
      }
      while (kept.size() < rows) {
        kept.add(read(kept.size()));
      }
      return kept.get(Math.toIntExact(index));
    }

    private E read(long index) throws IOException {
      if (file < 0 || index < next || index >= end()) {
        open(index);
      }
      while (true) {
        var group = reader.read();
        if (group == null) {
          throw new IOException("file " + files.get(file).file() + " ends before row " + index);
        }
        next++;
        if (next > index) {
          return task.restored(ExampleFiles.row(group).example());
        }
      }
    }

    private long end() {
      return files.get(file).first() + files.get(file).rows();
    }

    private void open(long index) throws IOException {
      close();
      file = 0;
      while (index >= end()) {
        file++;
      }
      var data = files.get(file);
      var path = new Path(dataset.root(), data.file());
      if (!verified.contains(data.sha256())) {
        verify(path, data);
        verified.add(data.sha256());
      }
      reader = ExampleFiles.reader(path, configuration, index);
      next = index;
    }

    private void verify(Path path, DatasetManifest.DataFile data) throws IOException {
      String found = Sha256.of(WholeFile.fileSystem(path, configuration), path);
      if (!found.equals(data.sha256())) {
        throw new DamagedFileException(
            path, "SHA-256 " + data.sha256(), found, DatasetManifest.REMEDY);
      }
    }

    void close() {
      if (reader != null) {
        try {
          reader.close();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }
}
