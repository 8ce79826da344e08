package org.seedbed.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seedbed.task.memory.MemoryTasks;

/** A process reads a dataset's manifest, and digests each of its files, once. */
class SharedDatasetsIT {
  private static final AtomicInteger MANIFESTS = new AtomicInteger();
  private static final AtomicInteger DATA = new AtomicInteger();

  @TempDir java.nio.file.Path folder;

  /** Counts what is opened. */
  public static final class Counting extends RawLocalFileSystem {
    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
      (path.getName().equals(DatasetManifest.FILE) ? MANIFESTS : DATA).incrementAndGet();
      return super.open(path, bufferSize);
    }
  }

  @Test
  void populationsShareWhatIsKnownOfADataset() throws IOException {
    var task = MemoryTasks.task("copy");
    var level = task.level(2, OptionalInt.of(8));
    var root = new Path(folder.resolve("data").toUri());
    try (var spark = LocalSpark.start(1)) {
      new DatasetGeneration(spark)
          .generate(new DatasetPlan(task.name(), 1, 2_000, java.util.List.of(level), 1024), root);
    }
    var counted = new Configuration();
    counted.set("fs.file.impl", Counting.class.getName());
    counted.setBoolean("fs.file.impl.disable.cache", true);
    int[] opened = new int[3];
    for (int population = 0; population < 3; population++) {
      try (var examples = SharedDatasets.examples(task, root, counted)) {
        assertThat(examples.examples(level, 0, 10)).hasSize(10);
      }
      opened[population] = DATA.get();
    }
    assertThat(MANIFESTS).hasValue(1);
    // The first also digested the file; the others opened it to read alone.
    int read = opened[2] - opened[1];
    assertThat(opened[1] - opened[0]).isEqualTo(read);
    assertThat(opened[0]).isEqualTo(read + 1);
  }
}
