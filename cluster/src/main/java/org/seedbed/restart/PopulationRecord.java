package org.seedbed.restart;

import java.util.List;
import org.seedbed.store.RunFolder.CommittedFile;

/**
 * Commit record of a population at the end of a stage, written after its state.
 *
 * @param stage such as {@code rungs/01}
 * @param number of the population in the stage
 * @param step steps taken
 * @param state its state
 * @param outcomes one a lane, in order
 * @param trainedSteps steps taken in this stage
 * @param kernelSeconds spent in training and scoring
 * @param wallSeconds spent in all
 */
public record PopulationRecord(
    String stage,
    int number,
    long step,
    CommittedFile state,
    List<SeedOutcome> outcomes,
    long trainedSteps,
    double kernelSeconds,
    double wallSeconds) {
  public PopulationRecord {
    outcomes = List.copyOf(outcomes);
  }

  /** Whether a restart is one of its lanes. */
  boolean has(long seed) {
    return outcomes.stream().anyMatch(outcome -> outcome.seed() == seed);
  }

  /** Steps of this stage, counted for each seed. */
  public long seedSteps() {
    return trainedSteps * outcomes.size();
  }
}
