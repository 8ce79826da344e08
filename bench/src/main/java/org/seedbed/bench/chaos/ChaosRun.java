package org.seedbed.bench.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.seedbed.files.Sha256;
import org.seedbed.record.RunFolder;

/** Reads the folder of a run during fault injection. */
final class ChaosRun {
  private final Path root;
  private final RunFolder run;

  ChaosRun(String root) throws IOException {
    this.root = new Path(root);
    this.run = RunFolder.at(this.root, new Configuration());
  }

  String root() {
    return root.toString();
  }

  RunFolder folder() {
    return run;
  }

  /** Returns the SHA-256 digests of the commit records, by path. */
  Map<String, String> committed() throws IOException {
    var found = new TreeMap<String, String>();
    var rungs = new Path(root, "rungs");
    if (!run.exists(rungs)) {
      return found;
    }
    for (var rung : run.files().listStatus(rungs)) {
      for (var file : run.files().listStatus(rung.getPath())) {
        var path = file.getPath();
        if (path.getName().matches("(population-\\d+|rung)\\.json")) {
          found.put(path.toUri().getPath(), Sha256.of(run.read(path)));
        }
      }
    }
    return found;
  }

  /** Waits until there are {@code count} commit records, or until {@code ended} returns true. */
  void awaitCommitted(int count, java.util.function.BooleanSupplier ended)
      throws InterruptedException {
    while (!ended.getAsBoolean() && safeCount() < count) {
      Thread.sleep(20);
    }
  }

  private int safeCount() {
    try {
      return committed().size();
    } catch (IOException | UncheckedIOException e) {
      // The folder can change during the walk.
      return 0;
    }
  }

  byte[] leaderboard() throws IOException {
    return run.read(run.leaderboard());
  }
}
