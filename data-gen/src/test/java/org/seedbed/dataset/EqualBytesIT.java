package org.seedbed.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seedbed.files.Folder;
import org.seedbed.files.Sha256;
import org.seedbed.task.Level;
import org.seedbed.task.TaskCatalogue;

/** Equal rows give equal bytes, whichever process writes them. */
class EqualBytesIT {
  private static final int PROCESSES = 6;

  @TempDir Path folder;

  /** Writes a part of a dataset with frames; runs in a process of its own. */
  public static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) throws IOException {
      var root = new org.apache.hadoop.fs.Path(arguments[0]);
      var hadoop = new Configuration();
      for (var name : List.of("memory/copy", "trace/bubble-sort")) {
        var task = TaskCatalogue.task(name);
        Level level = task.level(3, OptionalInt.empty());
        var plan = new DatasetPlan(name, 1, 2000, List.of(level), DatasetPlan.BLOCK);
        var at = Folder.at(new org.apache.hadoop.fs.Path(root, name), hadoop);
        for (var part : plan.parts()) {
          PartWriter.write(part, name, 1, at, hadoop);
        }
      }
    }
  }

  @Test
  void ofEveryProcess() throws Exception {
    var found = new ArrayList<List<String>>();
    for (int i = 0; i < PROCESSES; i++) {
      var written = folder.resolve("of-" + i);
      var process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Writer.class.getName(),
                  written.toUri().toString())
              .inheritIO()
              .start();
      assertThat(process.waitFor()).isZero();
      try (var files = Files.walk(written)) {
        var digests = new ArrayList<String>();
        for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
          digests.add(written.relativize(file) + " " + Sha256.of(Files.readAllBytes(file)));
        }
        found.add(digests);
      }
    }
    assertThat(found.get(0)).hasSize(6).allMatch(line -> line.contains(".parquet "));
    assertThat(new HashSet<>(found)).hasSize(1);
  }
}
