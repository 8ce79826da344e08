package org.seedbed.search;

import java.util.Optional;
import org.seedbed.experiment.ExperimentModel;

/**
 * Finds the population width by a dry run: doubles it while seed-steps per second still grow by a
 * tenth and memory suffices. Runs on the driver, and assumes that executors have the same hardware.
 *
 * @param <E> type of the examples
 */
public final class WidthProbe<E> {
  private static final int WARM_UP_STEPS = 2;
  private static final int STEPS = 4;
  private static final double WORTHWHILE = 1.1;
  private static final int WIDEST = 1024;

  private final ExperimentModel<E> experiment;
  private final ResidentMemory memory;

  public WidthProbe(ExperimentModel<E> experiment) {
    this(experiment, ResidentMemory.ofThisProcess());
  }

  WidthProbe(ExperimentModel<E> experiment, ResidentMemory memory) {
    this.experiment = experiment;
    this.memory = memory;
  }

  /**
   * Returns the width to use.
   *
   * @param slots number of populations that will train concurrently
   * @param listener called after every trial
   */
  public int find(int slots, SearchListener listener) {
    int seeds = experiment.experiment().seeds().count();
    int most = Math.min(WIDEST, Math.max(1, (seeds + slots - 1) / slots));
    Optional<WidthTrial> best = Optional.empty();
    for (int width = Math.min(4, most); width <= most; width = next(width, most)) {
      var trial = measure(width);
      listener.widthTried(trial);
      boolean grows =
          best.isEmpty()
              || trial.seedStepsPerSecond() > WORTHWHILE * best.get().seedStepsPerSecond();
      if (!grows) {
        break;
      }
      best = Optional.of(trial);
      // The next width needs twice the memory, in every slot.
      if (width == most || 2 * trial.bytes() * slots > memory.availableBytes()) {
        break;
      }
    }
    return best.orElseThrow().width();
  }

  private static int next(int width, int most) {
    return width < most ? Math.min(2 * width, most) : most + 1;
  }

  private WidthTrial measure(int width) {
    long before = memory.residentBytes();
    double rate = new DryRun<>(experiment, width).seedStepsPerSecond(WARM_UP_STEPS, STEPS);
    return new WidthTrial(width, rate, Math.max(0, memory.residentBytes() - before));
  }
}
