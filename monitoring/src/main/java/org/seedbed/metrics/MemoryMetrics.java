package org.seedbed.metrics;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.ServiceLoader;

/** Metrics of native memory and GPUs, read at every scrape. */
final class MemoryMetrics {
  private static final Path STATUS = Path.of("/proc/self/status");

  private MemoryMetrics() {}

  static void register(PrometheusRegistry registry, Labels run, boolean executor) {
    var sources =
        ServiceLoader.load(MemorySource.class, MemoryMetrics.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    gauge(Metric.NATIVE_MEMORY, run)
        .callback(callback -> libraries(sources, callback))
        .register(registry);
    if (executor) {
      gauge(Metric.GPUS, run)
          .callback(callback -> callback.call(gpus(sources).size()))
          .register(registry);
      gauge(Metric.GPU_MEMORY, run)
          .callback(
              callback -> {
                for (var gpu : gpus(sources)) {
                  callback.call(gpu.used(), gpu.device(), "used");
                  callback.call(gpu.total(), gpu.device(), "total");
                }
              })
          .register(registry);
    }
  }

  private static GaugeWithCallback.Builder gauge(Metric metric, Labels run) {
    return GaugeWithCallback.builder()
        .name(metric.baseName())
        .help(metric.help())
        .labelNames(metric.labels().toArray(String[]::new))
        .constLabels(run);
  }

  private static List<MemorySource.Gpu> gpus(List<MemorySource> sources) {
    return sources.stream().flatMap(source -> source.gpus().stream()).toList();
  }

  private static void libraries(List<MemorySource> sources, GaugeWithCallback.Callback callback) {
    long counted = 0;
    for (var source : sources) {
      for (var library : source.libraries()) {
        callback.call(library.bytes(), library.name());
        counted += library.bytes();
      }
    }
    var resident = resident();
    if (resident.isPresent()) {
      callback.call(Math.max(0, resident.getAsLong() - jvm() - counted), "pytorch");
    }
  }

  /** Returns the memory of the JVM: used heap, committed non-heap memory and buffers. */
  private static long jvm() {
    var memory = ManagementFactory.getMemoryMXBean();
    long buffers =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    return memory.getHeapMemoryUsage().getUsed()
        + memory.getNonHeapMemoryUsage().getCommitted()
        + buffers;
  }

  /** Returns the resident memory of this process on Linux; empty elsewhere. */
  private static OptionalLong resident() {
    try (var lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
