package org.seedbed.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The addresses of a job's live processes, in the format of Prometheus HTTP service discovery.
 * Thread-safe.
 */
final class ScrapeTargets {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Group> byExecutor = new TreeMap<>();

  /** A group of the protocol: addresses and the labels of their series. */
  record Group(List<String> targets, Map<String, String> labels) {}

  /** Adds an executor, or the driver, that serves at {@code host:port}. */
  synchronized void add(String executor, String address) {
    String role = executor.equals(MetricsPlugin.DRIVER) ? "driver" : "executor";
    byExecutor.put(
        executor, new Group(List.of(address), Map.of("executor", executor, "role", role)));
  }

  synchronized void remove(String executor) {
    byExecutor.remove(executor);
  }

  /** Returns the targets as the body of a response. */
  synchronized String json() {
    try {
      return JSON.writeValueAsString(byExecutor.values());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings can always be written as JSON", e);
    }
  }
}
