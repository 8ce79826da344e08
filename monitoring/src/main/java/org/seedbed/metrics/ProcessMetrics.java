package org.seedbed.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.seedbed.metrics.Metric.Kind;
import org.seedbed.metrics.Metric.Role;

/**
 * The metrics of a process: those of the {@link Metric catalogue} that its roles have. Series
 * without own labels exist from the start with the value zero.
 *
 * <pre>{@code
 * var metrics = ProcessMetrics.current();
 * metrics.counter(Metric.SEED_STEPS).inc(32);
 * metrics.counter(Metric.RESTARTS).labelValues("1", "pruned").inc();
 * }</pre>
 *
 * <p>Values recorded before {@link #start} are not served. Thread-safe.
 */
public final class ProcessMetrics {
  private static volatile ProcessMetrics current =
      new ProcessMetrics(RunLabels.NONE, Set.of(Role.DRIVER, Role.EXECUTOR));

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Map<Metric, Counter> counters = new EnumMap<>(Metric.class);
  private final Map<Metric, Gauge> gauges = new EnumMap<>(Metric.class);
  private final Map<Metric, Histogram> histograms = new EnumMap<>(Metric.class);
  private final Map<Metric, Info> infos = new EnumMap<>(Metric.class);

  private ProcessMetrics(RunLabels run, Set<Role> roles) {
    for (var metric : Metric.values()) {
      if (metric == Metric.NATIVE_MEMORY || metric == Metric.GPU_MEMORY || metric == Metric.GPUS) {
        continue; // Read at every scrape.
      }
      // Metrics of other roles are registered apart: recording them is allowed but has no effect.
      boolean shown = metric.role() == Role.BOTH || roles.contains(metric.role());
      register(metric, run.labels(), shown ? registry : new PrometheusRegistry());
    }
    MemoryMetrics.register(registry, run.labels(), roles.contains(Role.EXECUTOR));
  }

  private void register(Metric metric, Labels run, PrometheusRegistry to) {
    String[] labels = metric.labels().toArray(String[]::new);
    switch (metric.kind()) {
      case COUNTER ->
          counters.put(
              metric,
              Counter.builder()
                  .name(metric.baseName())
                  .help(metric.help())
                  .labelNames(labels)
                  .constLabels(run)
                  .register(to));
      case GAUGE ->
          gauges.put(
              metric,
              Gauge.builder()
                  .name(metric.baseName())
                  .help(metric.help())
                  .labelNames(labels)
                  .constLabels(run)
                  .register(to));
      case HISTOGRAM ->
          histograms.put(
              metric,
              Histogram.builder()
                  .name(metric.baseName())
                  .help(metric.help())
                  .classicOnly()
                  .classicUpperBounds(metric.buckets())
                  .labelNames(labels)
                  .constLabels(run)
                  .register(to));
      case INFO ->
          infos.put(
              metric,
              Info.builder()
                  .name(metric.baseName())
                  .help(metric.help())
                  .labelNames(labels)
                  .constLabels(metric == Metric.BUILD ? Labels.EMPTY : run)
                  .register(to));
    }
  }

  /** Returns the current metrics of this process. */
  public static ProcessMetrics current() {
    return current;
  }

  /**
   * Replaces the current metrics by new ones: all counts are zero, and every series has the run's
   * labels.
   */
  public static ProcessMetrics start(RunLabels run, Set<Role> roles) {
    var fresh = new ProcessMetrics(run, roles);
    JvmMetrics.builder().register(fresh.registry);
    current = fresh;
    return fresh;
  }

  public Counter counter(Metric metric) {
    return found(counters, metric, Kind.COUNTER);
  }

  public Gauge gauge(Metric metric) {
    return found(gauges, metric, Kind.GAUGE);
  }

  public Histogram histogram(Metric metric) {
    return found(histograms, metric, Kind.HISTOGRAM);
  }

  public Info info(Metric metric) {
    return found(infos, metric, Kind.INFO);
  }

  private static <M> M found(Map<Metric, M> metrics, Metric metric, Kind kind) {
    var found = metrics.get(metric);
    if (found == null) {
      throw new IllegalArgumentException(metric + " is a " + metric.kind() + ", no " + kind);
    }
    return found;
  }

  /** Returns the registry that a scrape reads. */
  public PrometheusRegistry registry() {
    return registry;
  }
}
