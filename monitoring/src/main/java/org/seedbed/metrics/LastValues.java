package org.seedbed.metrics;

import io.prometheus.metrics.exporter.pushgateway.PushGateway;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.seedbed.files.WholeFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes or pushes the last metrics of a process, for jobs that end before they are scraped. A
 * failure is only logged.
 */
final class LastValues {
  private static final Logger LOG = LoggerFactory.getLogger(LastValues.class);

  private LastValues() {}

  /** Writes {@code FOLDER/_metrics/PROCESS.prom} in the Prometheus text format. */
  static void write(
      PrometheusRegistry registry, String folder, String process, Configuration hadoop) {
    var file = new Path(folder, "_metrics/" + process + ".prom");
    try {
      WholeFile.write(
          WholeFile.fileSystem(file, hadoop),
          file,
          out -> PrometheusTextFormatWriter.create().write(out, registry.scrape()));
    } catch (IOException | RuntimeException e) {
      LOG.warn("Could not write the last metrics to {}: {}", file, e.toString());
    }
  }

  /** Pushes the metrics to a Pushgateway at {@code host:port}, grouped by run and process. */
  static void push(PrometheusRegistry registry, String gateway, String run, String process) {
    try {
      PushGateway.builder()
          .address(gateway)
          .job("seedbed")
          .groupingKey("instance", run + "#" + process)
          .registry(registry)
          .build()
          .push();
    } catch (IOException | RuntimeException e) {
      LOG.warn("Could not push the last metrics to {}: {}", gateway, e.toString());
    }
  }
}
