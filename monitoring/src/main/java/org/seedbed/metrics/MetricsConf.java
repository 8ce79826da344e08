package org.seedbed.metrics;

import java.time.Duration;
import java.util.Optional;
import org.apache.spark.SparkConf;

/**
 * Metrics settings in Spark's configuration, which also reach the executors.
 *
 * @param run labels of all metrics
 * @param verb verb that is running
 * @param version version of Seedbed
 * @param commit commit of its source, or empty
 * @param port port of the driver, 0 for a free one
 * @param executorPort port of every executor, 0 for a free one
 * @param bind address that driver and executors serve on; empty for the one that each listens on
 *     itself
 * @param pushgateway {@code host:port} that gets the last values
 * @param linger how long the driver continues to serve after its job has ended, so that a scrape
 *     sees the end; slightly more than the scrape interval, or zero
 */
public record MetricsConf(
    RunLabels run,
    String verb,
    String version,
    String commit,
    int port,
    int executorPort,
    Optional<String> bind,
    Optional<String> pushgateway,
    Duration linger) {
  /** Default port of the driver. */
  public static final int DEFAULT_PORT = 9464;

  private static final String PREFIX = "spark.seedbed.metrics.";
  private static final String PLUGINS = "spark.plugins";

  /** Returns settings with free ports, without a Pushgateway and without lingering. */
  public static MetricsConf of(RunLabels run, String verb, String version, String commit) {
    return new MetricsConf(
        run, verb, version, commit, 0, 0, Optional.empty(), Optional.empty(), Duration.ZERO);
  }

  /** Returns a copy with another driver port. */
  public MetricsConf withPort(int other) {
    return new MetricsConf(
        run, verb, version, commit, other, executorPort, bind, pushgateway, linger);
  }

  /** Returns a copy with another Pushgateway, or none. */
  public MetricsConf withPushgateway(Optional<String> other) {
    return new MetricsConf(run, verb, version, commit, port, executorPort, bind, other, linger);
  }

  /** Returns a copy with another linger time. */
  public MetricsConf withLinger(Duration other) {
    return new MetricsConf(
        run, verb, version, commit, port, executorPort, bind, pushgateway, other);
  }

  /** Reads the settings from {@code conf}. */
  static MetricsConf of(SparkConf conf) {
    return new MetricsConf(
        new RunLabels(
            conf.get(PREFIX + "run", ""),
            conf.get(PREFIX + "model", ""),
            conf.get(PREFIX + "task", "")),
        conf.get(PREFIX + "verb", ""),
        conf.get(PREFIX + "version", ""),
        conf.get(PREFIX + "commit", ""),
        conf.getInt(PREFIX + "port", DEFAULT_PORT),
        conf.getInt(PREFIX + "executorPort", 0),
        text(conf, "bindAddress"),
        text(conf, "pushgateway"),
        Duration.ofMillis(conf.getTimeAsMs(PREFIX + "linger", "0s")));
  }

  private static Optional<String> text(SparkConf conf, String key) {
    return Optional.of(conf.get(PREFIX + key, "")).filter(value -> !value.isBlank());
  }

  /**
   * Configures a job started with {@code conf} to serve its metrics. Ports and the linger time are
   * kept if they are already set.
   */
  public void applyTo(SparkConf conf) {
    conf.set(PREFIX + "run", run.run());
    conf.set(PREFIX + "model", run.model());
    conf.set(PREFIX + "task", run.task());
    conf.set(PREFIX + "verb", verb);
    conf.set(PREFIX + "version", version);
    conf.set(PREFIX + "commit", commit);
    conf.setIfMissing(PREFIX + "port", String.valueOf(port));
    conf.setIfMissing(PREFIX + "executorPort", String.valueOf(executorPort));
    conf.setIfMissing(PREFIX + "linger", linger.toMillis() + "ms");
    pushgateway.ifPresent(gateway -> conf.set(PREFIX + "pushgateway", gateway));
    String plugins = conf.get(PLUGINS, "");
    String ours = MetricsPlugin.class.getName();
    conf.set(PLUGINS, plugins.isBlank() ? ours : plugins + "," + ours);
  }
}
