package org.seedbed.instrumentation;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.seedbed.metrics.Metric;
import org.seedbed.metrics.ProcessMetrics;

/** How much room there is where a folder is. Driver. */
public record StorageMetrics(ProcessMetrics metrics, Path folder, Configuration hadoop) {
  /** Reads it. A store that cannot tell, such as one of objects, leaves it at zero of zero. */
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
