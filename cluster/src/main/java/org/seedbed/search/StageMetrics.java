package org.seedbed.search;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.seedbed.instrumentation.StorageMetrics;
import org.seedbed.metrics.Metric;
import org.seedbed.metrics.ProcessMetrics;
import org.seedbed.record.PopulationResult;

/** Updates the metrics of a stage's populations: those of a search and of a sweep. */
public final class StageMetrics {
  private final ProcessMetrics metrics;
  private final StorageMetrics storage;
  private int open;
  private double doneSeedSteps;

  /**
   * @param folder that populations are committed to
   */
  public StageMetrics(ProcessMetrics metrics, Path folder, Configuration hadoop) {
    this.metrics = metrics;
    this.storage = new StorageMetrics(metrics, folder, hadoop);
    for (var origin : List.of("trained", "resumed")) {
      metrics.counter(Metric.POPULATIONS_COMMITTED).initLabelValues(origin);
    }
  }

  /** Records the layout that was chosen. */
  public void layoutDecided(int slots, int width) {
    metrics.gauge(Metric.SLOTS).set(slots);
    metrics.gauge(Metric.POPULATION_WIDTH).set(width);
  }

  /** Begins a stage; see {@link SearchListener#stageStarts}. */
  public void starts(int seeds, int populations, long seedSteps) {
    open = populations;
    doneSeedSteps = 0;
    metrics.gauge(Metric.SEEDS_ALIVE).set(seeds);
    metrics.gauge(Metric.POPULATIONS_OPEN).set(open);
    metrics.gauge(Metric.STAGE_SEED_STEPS).labelValues("planned").set(seedSteps);
    metrics.gauge(Metric.STAGE_SEED_STEPS).labelValues("done").set(0);
    storage.read();
  }

  /** Counts a committed population. */
  public void populationDone(PopulationResult result, boolean resumed) {
    committedNow();
    open--;
    metrics.gauge(Metric.POPULATIONS_OPEN).set(open);
    metrics
        .counter(Metric.POPULATIONS_COMMITTED)
        .labelValues(resumed ? "resumed" : "trained")
        .inc();
    doneSeedSteps += result.plannedSeedSteps();
    metrics.gauge(Metric.STAGE_SEED_STEPS).labelValues("done").set(doneSeedSteps);
  }

  /** Number of populations of the stage that are not committed. */
  int open() {
    return open;
  }

  /** Records that something was committed. */
  public void committedNow() {
    metrics.gauge(Metric.LAST_CHECKPOINT).set(System.currentTimeMillis() / 1e3);
  }

  /** Reads how full the storage is. */
  public void readStorage() {
    storage.read();
  }
}
