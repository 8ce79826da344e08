package org.seedbed.instrumentation;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import java.util.function.LongConsumer;
import org.seedbed.metrics.Metric;
import org.seedbed.metrics.ProcessMetrics;
import org.seedbed.model.StepObserver;

/** Measures the steps of one population. Runs on an executor; not thread-safe. */
public final class ObservedSteps implements StepObserver {
  private static final double STALL_SECONDS = 0.1;

  private final DistributionDataPoint durations;
  private final CounterDataPoint seedSteps;
  private final CounterDataPoint readSeconds;
  private final CounterDataPoint stalls;
  private final boolean dataset;
  private final LongConsumer counter;
  private long started;

  /**
   * @param dataset whether batches are read from a dataset instead of generated
   */
  public ObservedSteps(ProcessMetrics metrics, boolean dataset) {
    this(metrics, dataset, taken -> {});
  }

  /**
   * @param dataset whether batches are read from a dataset instead of generated
   * @param counter told the seed-steps that are taken
   */
  public ObservedSteps(ProcessMetrics metrics, boolean dataset, LongConsumer counter) {
    this.durations = metrics.histogram(Metric.STEP_DURATION);
    this.seedSteps = metrics.counter(Metric.SEED_STEPS);
    this.readSeconds = metrics.counter(Metric.READ_SECONDS);
    this.stalls = metrics.counter(Metric.READ_STALLS);
    this.dataset = dataset;
    this.counter = counter;
  }

  @Override
  public void stepStarts() {
    started = System.nanoTime();
  }

  @Override
  public void batchReady() {
    if (dataset) {
      double waited = seconds();
      readSeconds.inc(waited);
      if (waited > STALL_SECONDS) {
        stalls.inc();
      }
    }
  }

  @Override
  public void stepTaken(int seeds) {
    durations.observe(seconds());
    seedSteps.inc(seeds);
    counter.accept(seeds);
  }

  private double seconds() {
    return (System.nanoTime() - started) / 1e9;
  }
}
