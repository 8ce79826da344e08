package org.seedbed.search;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.seedbed.dataset.LocalSpark;
import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.ExperimentFile;
import org.seedbed.record.RunFolder;

/** Tests whose searches run on a Spark in this process, in folders of their own. */
public abstract class LocalSearches {
  protected static JavaSparkContext spark;
  @TempDir protected java.nio.file.Path folder;

  @BeforeAll
  static void startSpark() {
    spark = LocalSpark.start(2);
  }

  @AfterAll
  static void stopSpark() {
    spark.close();
  }

  /** Returns an experiment of these settings, each key followed by its value in {@code more}. */
  protected static Experiment experiment(Map<String, String> settings, String... more) {
    var all = new LinkedHashMap<>(settings);
    for (int i = 0; i < more.length; i += 2) {
      all.put(more[i], more[i + 1]);
    }
    return ExperimentFile.read("", all);
  }

  protected RunFolder run(String name) throws IOException {
    return RunFolder.at(new Path(folder.resolve(name).toUri()), new Configuration());
  }
}
