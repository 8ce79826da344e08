package org.seedbed.search;

import java.io.IOException;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.seedbed.engine.kernel.Lanes;
import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.model.Backend;
import org.seedbed.model.Engine;
import org.seedbed.record.Provenance;
import org.seedbed.record.RunFolder;

/**
 * What a driver decides and records before it trains: engine and layout, and its provenance.
 *
 * @param listener told what was decided
 */
public record RunStart(JavaSparkContext spark, SearchListener listener) {
  /** Returns the experiment with the engine and the layout that it leaves open. */
  public Experiment decided(ExperimentModel<?> model) throws IOException {
    var on = model.experiment().on(Optional.of(EngineProbe.of(model, listener)));
    return Capacity.of(ExperimentModel.of(on), slots(), listener).applyTo(on);
  }

  /** Number of tasks that Spark runs concurrently. */
  private int slots() {
    int cpus = spark.getConf().getInt("spark.task.cpus", 1);
    return spark.defaultParallelism() / cpus;
  }

  /**
   * Returns the provenance of this session; that of the first session is in the folder. Says what
   * has changed since, what the experiment left open, and what is slower than it could be.
   *
   * @param dataset digest of the dataset's examples; empty if they are generated in place
   */
  public Provenance provenance(ExperimentModel<?> model, RunFolder run, Optional<String> dataset)
      throws IOException {
    var experiment = model.experiment();
    var now = Provenance.of(experiment, spark.version(), model.startBackend(), dataset);
    if (!run.exists(run.provenance())) {
      run.writeJson(run.provenance(), now);
    } else {
      var first = run.readJson(run.provenance(), Provenance.class);
      String named = "Dataset " + experiment.data().orElse("");
      first.checkDataset(named, dataset, "the run was begun");
      first.changesTo(now).forEach(listener::note);
    }
    noteEngine(experiment, now.backend());
    var layout = experiment.search();
    listener.layoutDecided(layout.slots().orElseThrow(), layout.width().orElseThrow());
    return now;
  }

  private void noteEngine(Experiment experiment, Backend backend) {
    boolean jvm = experiment.engine().equals(Optional.of(Engine.JVM));
    if (jvm && spark.isLocal() && !Lanes.VECTORS) {
      listener.note(
          "The engine runs in plain loops, many times slower: this JVM was started without %s. With spark-submit, give --driver-java-options %s."
              .formatted(Lanes.FLAG, Lanes.FLAG));
      PopulationTask.loopsAreKnown();
    }
    if (!jvm && experiment.device().isEmpty()) {
      listener.note("device: auto takes " + backend.device());
    }
  }
}
