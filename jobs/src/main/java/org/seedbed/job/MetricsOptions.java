package org.seedbed.job;

import java.util.Optional;
import org.seedbed.metrics.MetricsConf;
import org.seedbed.metrics.RunLabels;
import org.seedbed.record.Build;
import org.seedbed.task.Bounds;
import picocli.CommandLine.Option;

/** Options for the metrics of a job. */
final class MetricsOptions {
  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      description =
          "Serve Prometheus metrics on this port of the driver; 0 picks a free one (default: "
              + MetricsConf.DEFAULT_PORT
              + " on a cluster; without a cluster, metrics are not served).")
  private Integer port;

  @Option(names = "--no-metrics", description = "Serve no metrics.")
  private boolean none;

  @Option(
      names = "--pushgateway",
      paramLabel = "HOST:PORT",
      description = "Push the final metrics to this Pushgateway when the job ends.")
  private String pushgateway;

  /**
   * Checks the values, before anything is started.
   *
   * @throws IllegalArgumentException that names the value
   */
  void check() {
    if (port != null) {
      Bounds.check("--metrics-port", port, 0, 65_535);
    }
    if (pushgateway != null && !pushgateway.matches("[^\\s:/]+:[0-9]{1,5}")) {
      throw new IllegalArgumentException(
          "--pushgateway is '" + pushgateway + "', must be HOST:PORT");
    }
  }

  /** Returns the metrics configuration, or empty if metrics are off. */
  Optional<MetricsConf> of(String verb, RunLabels run, boolean onCluster) {
    if (none || (!onCluster && port == null && pushgateway == null)) {
      return Optional.empty();
    }
    check();
    var build = Build.running();
    // Without a cluster, several jobs may share a machine: use a free port unless one is given.
    int free = onCluster ? MetricsConf.DEFAULT_PORT : 0;
    return Optional.of(
        MetricsConf.of(run, verb, build.version(), build.commit().orElse(""))
            .withPort(port == null ? free : port)
            .withPushgateway(Optional.ofNullable(pushgateway)));
  }
}
