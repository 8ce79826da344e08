package org.seedbed.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The addresses of a job's live processes, in the format of Prometheus HTTP service discovery. An
 * executor tells its address itself, and is listed once Spark has announced it. Thread-safe.
 */
final class ScrapeTargets {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final int MOST = 100_000;

  private final Map<String, Group> byExecutor = new TreeMap<>();
  private final Set<String> announced = new HashSet<>();

  /** A group of the protocol: addresses and the labels of their series. */
  record Group(List<String> targets, Map<String, String> labels) {}

  /** Called when Spark announces an executor. */
  synchronized void announce(String executor) {
    announced.add(executor);
  }

  /** Adds an executor, or the driver, that says that it serves at {@code host:port}. */
  synchronized void add(String executor, String address) {
    if (byExecutor.size() >= MOST) {
      return;
    }
    String role = executor.equals(MetricsPlugin.DRIVER) ? "driver" : "executor";
    byExecutor.put(
        executor, new Group(List.of(address), Map.of("executor", executor, "role", role)));
  }

  synchronized void remove(String executor) {
    announced.remove(executor);
    byExecutor.remove(executor);
  }

  /** Returns the targets as the body of a response. */
  synchronized String json() {
    try {
      var live = new TreeMap<>(byExecutor);
      live.keySet().retainAll(announced);
      return JSON.writeValueAsString(live.values());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings can always be written as JSON", e);
    }
  }
}
