package org.seedbed.search;

import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.ExperimentModel;

/**
 * How a search is laid out on its machines.
 *
 * @param slots populations that train at the same time, 1 or more
 * @param width most seeds of one population, 1 or more
 * @param threads that one population's operations may use, 1 or more
 */
record Capacity(int slots, int width, int threads) {
  /**
   * Decides what the experiment leaves open: as many slots as there are, and the width by a dry
   * run.
   *
   * @param available populations that could train at the same time
   * @param listener is told of every trial
   */
  static Capacity of(ExperimentModel<?> experiment, int available, SearchListener listener) {
    var search = experiment.experiment().search();
    int slots = search.slots().orElse(Math.max(1, available));
    int width = search.width().orElseGet(() -> new WidthProbe<>(experiment).find(slots, listener));
    return new Capacity(slots, width, search.threads());
  }

  /** The experiment with this layout. */
  Experiment applyTo(Experiment experiment) {
    return experiment.with(experiment.search().withLayout(width, slots));
  }
}
