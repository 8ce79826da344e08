package org.seedbed.search;

import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.ExperimentModel;

/**
 * The layout of a search on its machines: slots, width and threads.
 *
 * @param slots number of populations that train concurrently, 1 or more
 * @param width maximum number of seeds per population, 1 or more
 * @param threads per population, 1 or more
 */
record Capacity(int slots, int width, int threads) {
  /**
   * Decides what the experiment leaves open: uses all available slots, and finds the width by a dry
   * run.
   *
   * @param available number of populations that can train concurrently
   * @param listener called for every width trial
   */
  static Capacity of(ExperimentModel<?> experiment, int available, SearchListener listener) {
    var search = experiment.experiment().search();
    int slots = search.slots().orElse(Math.max(1, available));
    int width = search.width().orElseGet(() -> new WidthProbe<>(experiment).find(slots, listener));
    return new Capacity(slots, width, search.threads());
  }

  /** Returns the experiment with this layout. */
  Experiment applyTo(Experiment experiment) {
    return experiment.with(experiment.search().withLayout(width, slots));
  }
}
