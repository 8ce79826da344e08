package org.seedbed.metrics;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.util.ShutdownHookManager;
import org.seedbed.metrics.Metric.Role;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spark plugin that serves the metrics of the driver and the executors, each on its own port.
 * Executors report their addresses to the driver, which serves the list for Prometheus HTTP service
 * discovery. One scrape configuration thus finds all processes on any cluster manager.
 *
 * <pre>{@code
 * MetricsConf.of(...).applyTo(sparkConf); // names this class in spark.plugins
 * }</pre>
 */
public final class MetricsPlugin implements SparkPlugin {
  /** Spark's executor id of the driver. */
  static final String DRIVER = "driver";

  private static final Logger LOG = LoggerFactory.getLogger(MetricsPlugin.class);
  private static volatile Optional<String> address = Optional.empty();

  /** Returns the address where this process's driver serves, as {@code host:port}. */
  public static Optional<String> driverAddress() {
    return address;
  }

  @Override
  public DriverPlugin driverPlugin() {
    return new Driver();
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new Executor();
  }

  private static ProcessMetrics started(MetricsConf conf, Set<Role> roles) {
    var metrics = ProcessMetrics.start(conf.run(), roles);
    metrics.info(Metric.RUN).setLabelValues(conf.verb());
    metrics.info(Metric.BUILD).setLabelValues(conf.version(), conf.commit());
    return metrics;
  }

  private static final class Driver implements DriverPlugin {
    private final ScrapeTargets targets = new ScrapeTargets();
    private Optional<MetricsServer> server = Optional.empty();
    private ProcessMetrics metrics = ProcessMetrics.current();
    private MetricsConf conf = MetricsConf.of(new SparkConf(false));
    private Configuration hadoop = new Configuration(false);

    @Override
    public Map<String, String> init(SparkContext spark, PluginContext context) {
      conf = MetricsConf.of(spark.conf());
      hadoop = spark.hadoopConfiguration();
      var roles = spark.isLocal() ? Set.of(Role.DRIVER, Role.EXECUTOR) : Set.of(Role.DRIVER);
      metrics = started(conf, roles);
      metrics.gauge(Metric.JOB_RUNNING).labelValues(conf.verb()).set(1);
      spark.addSparkListener(new ExecutorEvents(metrics, targets));
      try {
        // Unless told otherwise, nobody reaches the metrics who cannot reach the driver itself.
        String host = spark.conf().get("spark.driver.host");
        String own = spark.conf().get("spark.driver.bindAddress", host);
        String bound = conf.bind().orElse(own);
        var serving =
            MetricsServer.start(metrics.registry(), bound, conf.port(), Optional.of(targets));
        server = Optional.of(serving);
        String here = context.hostname() + ":" + serving.port();
        targets.announce(DRIVER);
        targets.add(DRIVER, here);
        address = Optional.of(here);
      } catch (IOException | RuntimeException e) {
        LOG.warn("Metrics are not served: {}", e.toString());
      }
      return Map.of();
    }

    /** Adds an executor from its message {@code ID ADDRESS}. */
    @Override
    public Object receive(Object message) {
      String[] words = message.toString().split(" ", -1);
      if (words.length == 2 && !words[0].equals(DRIVER)) {
        targets.add(words[0], words[1]);
      }
      return "";
    }

    @Override
    public void shutdown() {
      address = Optional.empty();
      metrics.gauge(Metric.JOB_RUNNING).labelValues(conf.verb()).set(0);
      leaveLastValues(metrics, conf, DRIVER, hadoop);
      server.ifPresent(
          serving -> {
            linger();
            serving.close();
          });
    }

    /** Keeps serving for the linger time, except during JVM shutdown, when time is short. */
    private void linger() {
      if (conf.linger().isZero() || ShutdownHookManager.inShutdown()) {
        return;
      }
      LOG.info("Serving the last metrics for {} ms more.", conf.linger().toMillis());
      try {
        Thread.sleep(conf.linger().toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static final class Executor implements ExecutorPlugin {
    private Optional<MetricsServer> server = Optional.empty();
    private ProcessMetrics metrics = ProcessMetrics.current();
    private Optional<PluginContext> own = Optional.empty();

    @Override
    public void init(PluginContext context, Map<String, String> extra) {
      if (context.executorID().equals(DRIVER)) {
        return; // In local mode the driver is also the executor and serves both.
      }
      own = Optional.of(context);
      var conf = MetricsConf.of(context.conf());
      metrics = started(conf, Set.of(Role.EXECUTOR));
      try {
        // context.hostname() requires a Spark server that executors do not have.
        String host = SparkEnv.get().blockManager().blockManagerId().host();
        String bound = conf.bind().orElse(host);
        var serving =
            MetricsServer.start(metrics.registry(), bound, conf.executorPort(), Optional.empty());
        server = Optional.of(serving);
        context.send(context.executorID() + " " + host + ":" + serving.port());
      } catch (IOException | RuntimeException e) {
        LOG.warn("Metrics are not served: {}", e.toString());
      }
    }

    @Override
    public void shutdown() {
      own.ifPresent(
          context ->
              leaveLastValues(
                  metrics,
                  MetricsConf.of(context.conf()),
                  "executor-" + context.executorID(),
                  SparkHadoopUtil.get().newConfiguration(context.conf())));
      server.ifPresent(MetricsServer::close);
    }
  }

  private static void leaveLastValues(
      ProcessMetrics metrics, MetricsConf conf, String process, Configuration hadoop) {
    String run = conf.run().run();
    if (!run.isEmpty()) {
      LastValues.write(metrics.registry(), run, process, hadoop);
    }
    conf.pushgateway()
        .ifPresent(gateway -> LastValues.push(metrics.registry(), gateway, run, process));
  }
}
