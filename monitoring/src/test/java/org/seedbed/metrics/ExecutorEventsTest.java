package org.seedbed.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.cluster.ExecutorInfo;
import org.junit.jupiter.api.Test;
import org.seedbed.metrics.Metric.Role;

class ExecutorEventsTest {
  private final ProcessMetrics metrics = ProcessMetrics.start(RunLabels.NONE, Set.of(Role.DRIVER));
  private final ScrapeTargets targets = new ScrapeTargets();
  private final ExecutorEvents events = new ExecutorEvents(metrics, targets);

  private void added(String id) {
    var info = new ExecutorInfo("host", 1, new scala.collection.immutable.HashMap<>());
    events.onExecutorAdded(new SparkListenerExecutorAdded(0, id, info));
    targets.add(id, id + ":1");
  }

  private double lost(String cause) {
    return metrics.counter(Metric.EXECUTORS_LOST).labelValues(cause).get();
  }

  @Test
  void anExecutorThatDiesIsCountedAndNoTargetAnyMore() {
    added("0");
    added("1");
    assertThat(metrics.gauge(Metric.EXECUTORS).get()).isEqualTo(2);
    events.onExecutorRemoved(new SparkListenerExecutorRemoved(1, "1", "Command exited with 137"));
    events.onExecutorRemoved(new SparkListenerExecutorRemoved(1, "unknown", "again"));
    assertThat(metrics.gauge(Metric.EXECUTORS).get()).isEqualTo(1);
    assertThat(lost("failed")).isEqualTo(1);
    assertThat(targets.json()).contains("0:1").doesNotContain("1:1");
  }

  @Test
  void oneThatIsGivenBackIsNoFailure() {
    added("0");
    added("1");
    events.onExecutorRemoved(
        new SparkListenerExecutorRemoved(1, "0", "Executor idle timeout: executor idle for 60 s"));
    events.onExecutorRemoved(
        new SparkListenerExecutorRemoved(1, "1", "Executor decommission: spot node goes"));
    assertThat(lost("idle")).isEqualTo(1);
    assertThat(lost("decommissioned")).isEqualTo(1);
    assertThat(lost("failed")).isZero();
  }

  @Test
  void atTheEndNoneIsLost() {
    added("0");
    events.onApplicationEnd(new SparkListenerApplicationEnd(2));
    events.onExecutorRemoved(new SparkListenerExecutorRemoved(3, "0", "Worker shutting down"));
    assertThat(lost("failed")).isZero();
    assertThat(metrics.gauge(Metric.EXECUTORS).get()).isZero();
  }
}
