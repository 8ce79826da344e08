package org.seedbed.metrics;

import io.prometheus.metrics.model.snapshots.Labels;

/**
 * What every metric of a process says beside its own labels.
 *
 * @param run folder that the job writes, as it was given
 * @param model such as {@code nram}; empty where there is none
 * @param task such as {@code copy}
 */
public record RunLabels(String run, String model, String task) {
  /** Of a process that works for no run. */
  public static final RunLabels NONE = new RunLabels("", "", "");

  Labels labels() {
    return Labels.of("run", run, "model", model, "task", task);
  }
}
