package org.seedbed.dataparallel;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.seedbed.instrumentation.StorageMetrics;
import org.seedbed.metrics.Metric;
import org.seedbed.metrics.ProcessMetrics;
import org.seedbed.model.LearningCurve;

/** Updates the metrics of a data-parallel training. Runs on the driver. */
public final class TrainingMetrics implements TrainingListener {
  private final ProcessMetrics metrics;
  private final StorageMetrics storage;
  private long iterations;

  /**
   * @param workers number of workers
   * @param folder of the training
   */
  public TrainingMetrics(ProcessMetrics metrics, int workers, Path folder, Configuration hadoop) {
    this.metrics = metrics;
    this.storage = new StorageMetrics(metrics, folder, hadoop);
    metrics.gauge(Metric.DATA_PARALLEL_WORKERS).set(workers);
    metrics.gauge(Metric.DATA_PARALLEL_LOSS).set(Double.NaN);
    metrics.gauge(Metric.DATA_PARALLEL_EXACT).set(Double.NaN);
    committed(0);
  }

  @Override
  public void resumed(long iteration) {
    iterations = iteration;
  }

  @Override
  public void averaged(long iteration, double loss, double seconds) {
    metrics.counter(Metric.DATA_PARALLEL_ITERATIONS).inc(iteration - iterations);
    iterations = iteration;
    metrics.histogram(Metric.AVERAGING_DURATION).observe(seconds);
    metrics.gauge(Metric.DATA_PARALLEL_LOSS).set(loss);
  }

  @Override
  public void checked(LearningCurve.Point point) {
    metrics.gauge(Metric.DATA_PARALLEL_EXACT).set(point.exact());
  }

  @Override
  public void committed(long iteration) {
    metrics.gauge(Metric.LAST_CHECKPOINT).set(System.currentTimeMillis() / 1e3);
    storage.read();
  }
}
