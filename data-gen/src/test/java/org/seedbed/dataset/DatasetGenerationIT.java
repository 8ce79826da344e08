package org.seedbed.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seedbed.files.DamagedFileException;
import org.seedbed.task.GeneratedExamples;
import org.seedbed.task.GoldenDigests;
import org.seedbed.task.Level;
import org.seedbed.task.TaskCatalogue;
import org.seedbed.task.memory.MemoryTasks;
import org.seedbed.task.trace.TraceTask;

class DatasetGenerationIT {
  private static JavaSparkContext spark;
  @TempDir java.nio.file.Path folder;

  private final Configuration configuration = new Configuration();
  private final List<Level> levels =
      List.of(
          MemoryTasks.task("copy").level(2, OptionalInt.of(8)),
          MemoryTasks.task("copy").level(3, OptionalInt.of(8)));

  @BeforeAll
  static void startSpark() {
    spark = LocalSpark.start(2);
  }

  @AfterAll
  static void stopSpark() {
    spark.close();
  }

  private DatasetPlan plan(int examplesPerFile) {
    return new DatasetPlan("memory/copy", 3, 10_001, levels, examplesPerFile);
  }

  private Path path(String name) {
    return new Path(folder.resolve(name).toUri());
  }

  private DatasetManifest generate(String name, int examplesPerFile) throws IOException {
    return new DatasetGeneration(spark).generate(plan(examplesPerFile), path(name));
  }

  @Test
  void contentDigestDoesNotDependOnTheFiles() throws IOException {
    var few = generate("few", 8 * 1024);
    var many = generate("many", 1024);
    assertThat(many.files()).hasSizeGreaterThan(few.files().size());
    assertThat(many.contentSha256()).isEqualTo(few.contentSha256());
    assertThat(few.rows()).isEqualTo(10_001);
    var other = new DatasetPlan("memory/copy", 4, 10_001, levels, 1024);
    assertThat(new DatasetGeneration(spark).generate(other, path("other")).contentSha256())
        .isNotEqualTo(few.contentSha256());
  }

  @Test
  void yieldsWhatIsGeneratedInPlace() throws IOException {
    generate("data", 2048);
    var dataset = Dataset.open(path("data"), configuration);
    try (var read = new DatasetExamples<>(MemoryTasks.task("copy"), dataset, configuration);
        var made = new GeneratedExamples<>(MemoryTasks.task("copy"), 3)) {
      for (var level : levels) {
        assertThat(read.examples(level, 0, 100)).isEqualTo(made.examples(level, 0, 100));
        assertThat(read.examples(level, 2000, 100)).isEqualTo(made.examples(level, 2000, 100));
        assertThat(read.examples(level, 40, 7)).isEqualTo(made.examples(level, 40, 7));
      }
      assertThat(read.examples(levels.get(0), 4_999, 2))
          .as("starts over after the last of 5,000")
          .containsExactly(
              made.examples(levels.get(0), 4_999, 1).get(0),
              made.examples(levels.get(0), 0, 1).get(0));
    }
  }

  @Test
  void readsALevelOfFewExamplesOnce() throws IOException {
    var plan = new DatasetPlan("memory/copy", 3, 10, levels.subList(0, 1), 1024);
    var level = plan.levels().get(0);
    var manifest = new DatasetGeneration(spark).generate(plan, path("ten"));
    var dataset = Dataset.open(path("ten"), configuration);
    try (var read = new DatasetExamples<>(MemoryTasks.task("copy"), dataset, configuration);
        var made = new GeneratedExamples<>(MemoryTasks.task("copy"), 3)) {
      assertThat(read.examples(level, 7, 2)).isEqualTo(made.examples(level, 7, 2));
      for (var file : manifest.files()) {
        Files.delete(folder.resolve("ten").resolve(file.file()));
      }
      assertThat(read.examples(level, 23, 2)).isEqualTo(made.examples(level, 3, 2));
    }
  }

  @Test
  void writesFramesOfTracesOnceWithTheirNumber() throws IOException {
    var task = (TraceTask<?>) TaskCatalogue.task("trace/quicksort-recursive");
    var traced = List.of(task.level(4, OptionalInt.empty()));
    var plan = new DatasetPlan(task.name(), 3, 2_000, traced, 1024);
    var manifest = new DatasetGeneration(spark).generate(plan, path("traces"));
    var dataset = Dataset.open(path("traces"), configuration);
    assertThat(dataset.manifest()).isEqualTo(manifest);
    try (var read = new DatasetExamples<>(task, dataset, configuration);
        var made = new GeneratedExamples<>(task, 3)) {
      assertThat(read.examples(traced.get(0), 1000, 100))
          .isEqualTo(made.examples(traced.get(0), 1000, 100));
      long frames =
          made.examples(traced.get(0), 0, 2_000).stream().mapToLong(e -> e.frames().size()).sum();
      assertThat(manifest.frames().stream().mapToLong(WrittenPart.Frames::frames).sum())
          .isEqualTo(frames);
    }
    long weights = 0;
    long rows = 0;
    for (var file : manifest.frames()) {
      try (var reader = ExampleFiles.reader(new Path(path("traces"), file.file()), configuration)) {
        for (var row = reader.read(); row != null; row = reader.read()) {
          weights += row.getLong("weight", 0);
          rows++;
          assertThat(row.getGroup("calls", 0).getFieldRepetitionCount(0)).isBetween(1, 5);
        }
      }
    }
    assertThat(weights)
        .isEqualTo(manifest.frames().stream().mapToLong(WrittenPart.Frames::frames).sum());
    assertThat(rows)
        .isEqualTo(manifest.frames().stream().mapToLong(WrittenPart.Frames::rows).sum())
        .isLessThan(80);
    Files.delete(folder.resolve("traces").resolve(manifest.frames().get(1).file()));
    assertThatThrownBy(() -> Dataset.open(path("traces"), configuration))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("frames-");
  }

  /** As written when tasks were named after models (golden, from commit 922e90b). */
  @Test
  void everyTaskWritesTheExamplesThatItAlwaysWrote() throws IOException {
    var golden = GoldenDigests.read("golden-datasets.txt");
    for (var task : TaskCatalogue.tasks()) {
      var levels = task.defaultLevels().of(task);
      var plan = new DatasetPlan(task.name(), 1, 1_200, levels, DatasetPlan.EXAMPLES_PER_FILE);
      var manifest = new DatasetGeneration(spark).generate(plan, path("golden/" + task.name()));
      assertThat(manifest.contentSha256()).as(task.name()).isEqualTo(golden.get(task.name()));
    }
    assertThat(golden).hasSameSizeAs(TaskCatalogue.tasks());
  }

  @Test
  void namesATruncatedFile() throws IOException {
    var manifest = generate("short", 8 * 1024);
    var file = folder.resolve("short").resolve(manifest.files().get(0).file());
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 1));
    assertThatThrownBy(() -> Dataset.open(path("short"), configuration))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining(file.getFileName().toString())
        .hasMessageContaining("expected " + bytes.length + " bytes");
  }

  @Test
  void namesAnAlteredFile() throws IOException {
    var manifest = generate("altered", 8 * 1024);
    var file = folder.resolve("altered").resolve(manifest.files().get(0).file());
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes, StandardOpenOption.TRUNCATE_EXISTING);
    var dataset = Dataset.open(path("altered"), configuration);
    try (var read = new DatasetExamples<>(MemoryTasks.task("copy"), dataset, configuration)) {
      assertThatThrownBy(() -> read.examples(levels.get(0), 0, 1))
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining(file.getFileName().toString())
          .hasMessageContaining("SHA-256");
    }
  }

  @Test
  void refusesAFolderWithoutAManifestAndAnOccupiedOne() throws IOException {
    assertThatThrownBy(() -> Dataset.open(path("nothing"), configuration))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("No dataset in");
    generate("once", 1024);
    assertThatThrownBy(() -> generate("once", 1024))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("occupied");
  }
}
