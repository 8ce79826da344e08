package org.seedbed.metrics;

import java.time.Duration;
import java.util.Optional;
import org.apache.spark.SparkConf;

/**
 * What Spark's configuration says of metrics, so that executors know it too.
 *
 * @param run labels of every metric
 * @param verb that runs
 * @param version of Seedbed
 * @param commit of its source, or empty
 * @param port of the driver, 0 for a free one
 * @param executorPort of every executor, 0 for a free one
 * @param pushgateway {@code host:port} that gets the last values
 * @param linger how long the driver goes on serving when its job is done, so that a scrape sees the
 *     job's end: a little more than the scrapes' interval, or none
 */
public record MetricsConf(
    RunLabels run,
    String verb,
    String version,
    String commit,
    int port,
    int executorPort,
    Optional<String> pushgateway,
    Duration linger) {
  /** The driver's port where nothing else is asked for. */
  public static final int DEFAULT_PORT = 9464;

  private static final String PREFIX = "spark.seedbed.metrics.";
  private static final String PLUGINS = "spark.plugins";

  /** A job's metrics at free ports, without a Pushgateway and without lingering. */
  public static MetricsConf of(RunLabels run, String verb, String version, String commit) {
    return new MetricsConf(run, verb, version, commit, 0, 0, Optional.empty(), Duration.ZERO);
  }

  /** The same at a port of the driver. */
  public MetricsConf withPort(int other) {
    return new MetricsConf(run, verb, version, commit, other, executorPort, pushgateway, linger);
  }

  /** The same with a Pushgateway, or none. */
  public MetricsConf withPushgateway(Optional<String> other) {
    return new MetricsConf(run, verb, version, commit, port, executorPort, other, linger);
  }

  /** The same with a driver that lingers. */
  public MetricsConf withLinger(Duration other) {
    return new MetricsConf(run, verb, version, commit, port, executorPort, pushgateway, other);
  }

  /** What {@code conf} says. */
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
        Optional.of(conf.get(PREFIX + "pushgateway", "")).filter(p -> !p.isBlank()),
        Duration.ofMillis(conf.getTimeAsMs(PREFIX + "linger", "0s")));
  }

  /**
   * Has a job started with {@code conf} serve its metrics; what it names already of ports and
   * lingering stays.
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
