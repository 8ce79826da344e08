package org.seedbed.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the live processes of a job can be scraped, as Prometheus' HTTP service discovery wants to
 * be told. Safe for several threads.
 */
final class ScrapeTargets {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Group> byExecutor = new TreeMap<>();

  /** One group of the protocol: addresses and the labels that their series get. */
  record Group(List<String> targets, Map<String, String> labels) {}

  /** An executor, or the driver, serves at {@code host:port}. */
  synchronized void add(String executor, String address) {
    String role = executor.equals(MetricsPlugin.DRIVER) ? "driver" : "executor";
    byExecutor.put(
        executor, new Group(List.of(address), Map.of("executor", executor, "role", role)));
  }

  synchronized void remove(String executor) {
    byExecutor.remove(executor);
  }

  /** The body of an answer. */
  synchronized String json() {
    try {
      return JSON.writeValueAsString(byExecutor.values());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings do not fail to be written", e);
    }
  }
}
