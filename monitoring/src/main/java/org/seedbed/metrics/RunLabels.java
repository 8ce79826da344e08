package org.seedbed.metrics;

import io.prometheus.metrics.model.snapshots.Labels;

/**
 * The labels that every metric of a process has in addition to its own.
 *
 * @param run folder that the job writes to, as given
 * @param model model, such as {@code nram}; empty if there is none
 * @param task task, such as {@code copy}
 */
public record RunLabels(String run, String model, String task) {
  /** Labels of a process that belongs to no run. */
  public static final RunLabels NONE = new RunLabels("", "", "");

  Labels labels() {
    return Labels.of("run", run, "model", model, "task", task);
  }
}
