package org.seedbed.search;

import java.util.Optional;
import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.model.Engine;

/**
 * The layout of a search on its machines: slots, width and threads.
 *
 * @param slots number of populations that train concurrently, 1 or more
 * @param width maximum number of seeds per population, 1 or more
 * @param threads per population, 1 or more
 */
record Capacity(int slots, int width, int threads) {
  /** Seeds that are computed one at a time gain nothing from more neighbours. */
  private static final int COMPILED_WIDTH = 64;

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
    int width =
        search
            .width()
            .orElseGet(
                () ->
                    experiment.experiment().engine().equals(Optional.of(Engine.JVM))
                        ? Math.min(COMPILED_WIDTH, perSlot(experiment, slots))
                        : new WidthProbe<>(experiment).find(slots, listener));
    return new Capacity(slots, width, search.threads());
  }

  private static int perSlot(ExperimentModel<?> experiment, int slots) {
    return Math.max(1, (experiment.experiment().seeds().count() + slots - 1) / slots);
  }

  /** Returns the experiment with this layout. */
  Experiment applyTo(Experiment experiment) {
    return experiment.with(experiment.search().withLayout(width, slots));
  }
}
