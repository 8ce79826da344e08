package org.seedbed.metrics;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.Success$;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Counts added and lost executors, and removes lost ones from the scrape targets. */
final class ExecutorEvents extends SparkListener {
  private static final List<String> CAUSES = List.of("idle", "decommissioned", "failed");

  private final ProcessMetrics metrics;
  private final ScrapeTargets targets;
  private final Set<String> executors = new HashSet<>();
  private boolean ended;

  ExecutorEvents(ProcessMetrics metrics, ScrapeTargets targets) {
    this.metrics = metrics;
    this.targets = targets;
    CAUSES.forEach(metrics.counter(Metric.EXECUTORS_LOST)::initLabelValues);
  }

  @Override
  public void onExecutorAdded(SparkListenerExecutorAdded added) {
    if (!added.executorId().equals(MetricsPlugin.DRIVER)) {
      executors.add(added.executorId());
      targets.announce(added.executorId());
      metrics.gauge(Metric.EXECUTORS).set(executors.size());
    }
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
    if (executors.remove(removed.executorId())) {
      targets.remove(removed.executorId());
      metrics.gauge(Metric.EXECUTORS).set(executors.size());
      if (!ended) {
        metrics.counter(Metric.EXECUTORS_LOST).labelValues(cause(removed.reason())).inc();
      }
    }
  }

  /** From here on Spark stops the executors, so none counts as lost. */
  @Override
  public void onApplicationEnd(SparkListenerApplicationEnd applicationEnded) {
    ended = true;
  }

  /** Derives the cause from Spark's textual reason. */
  static String cause(String reason) {
    String words = reason.toLowerCase(Locale.ROOT);
    if (words.contains("decommission")) {
      return "decommissioned";
    }
    return words.contains("idle") ? "idle" : "failed";
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd ended) {
    if (!(ended.reason() instanceof Success$)) {
      metrics.counter(Metric.TASK_FAILURES).inc();
    }
  }
}
