package org.seedbed.job;

import java.util.Optional;
import org.seedbed.metrics.MetricsConf;
import org.seedbed.metrics.RunLabels;
import org.seedbed.record.Build;
import picocli.CommandLine.Option;

/** How a job can be watched. */
final class MetricsOptions {
  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      description =
          "Serve Prometheus metrics at this port of the driver, 0 for a free one (default: "
              + MetricsConf.DEFAULT_PORT
              + " on a cluster, not served without one).")
  private Integer port;

  @Option(names = "--no-metrics", description = "Serve no metrics.")
  private boolean none;

  @Option(
      names = "--pushgateway",
      paramLabel = "HOST:PORT",
      description = "Push the last metrics to this Pushgateway at the end.")
  private String pushgateway;

  /** What to serve; empty for nothing. */
  Optional<MetricsConf> of(String verb, RunLabels run, boolean onCluster) {
    if (none || (!onCluster && port == null && pushgateway == null)) {
      return Optional.empty();
    }
    var build = Build.running();
    // Without a cluster there may be several jobs on a machine, so only what is asked for is fixed.
    int free = onCluster ? MetricsConf.DEFAULT_PORT : 0;
    return Optional.of(
        MetricsConf.of(run, verb, build.version(), build.commit().orElse(""))
            .withPort(port == null ? free : port)
            .withPushgateway(Optional.ofNullable(pushgateway)));
  }
}
