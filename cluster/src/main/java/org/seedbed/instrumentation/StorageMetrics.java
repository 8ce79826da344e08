package org.seedbed.instrumentation;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.seedbed.metrics.Metric;
import org.seedbed.metrics.ProcessMetrics;

/** Size and free space of the storage that holds a folder. Runs on the driver. */
public record StorageMetrics(ProcessMetrics metrics, Path folder, Configuration hadoop) {
  /** Updates the gauges. Object stores report no capacity; both gauges then stay 0. */
  public void read() {
    try {
      var status = folder.getFileSystem(hadoop).getStatus(folder);
      if (status.getCapacity() < Long.MAX_VALUE) {
        metrics.gauge(Metric.STORAGE_FREE).set(status.getRemaining());
        metrics.gauge(Metric.STORAGE_SIZE).set(status.getCapacity());
      }
    } catch (IOException e) {
      metrics.gauge(Metric.STORAGE_FREE).set(Double.NaN);
    }
  }
}
