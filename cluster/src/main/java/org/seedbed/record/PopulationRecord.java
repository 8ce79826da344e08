package org.seedbed.record;

import java.util.List;
import org.seedbed.files.CommittedFile;
import org.seedbed.files.SchemaVersion;

/**
 * Commit record of a population at the end of a stage, written after its state.
 *
 * @param stage such as {@code rungs/01}
 * @param number of the population in the stage
 * @param step steps taken
 * @param state its state
 * @param outcomes one per member, in order
 * @param trainedSteps steps taken in this stage
 * @param kernelSeconds spent in training and scoring
 * @param wallSeconds spent in all
 */
@SchemaVersion(2)
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

  /**
   * Which population this is, and when.
   *
   * @param stage see {@link PopulationRecord}
   * @param number see {@link PopulationRecord}
   * @param step see {@link PopulationRecord}
   */
  public record Key(String stage, int number, long step) {}

  /** The record of a population at the end of a stage. */
  public static PopulationRecord of(
      Key key,
      CommittedFile state,
      List<SeedOutcome> outcomes,
      long trainedSteps,
      double kernelSeconds,
      double wallSeconds) {
    return new PopulationRecord(
        key.stage(),
        key.number(),
        key.step(),
        state,
        outcomes,
        trainedSteps,
        kernelSeconds,
        wallSeconds);
  }

  /** Whether a restart is one of its members. */
  public boolean has(long seed) {
    return outcomes.stream().anyMatch(outcome -> outcome.seed() == seed);
  }

  /** Seeds of its members, in order. */
  public List<Long> seeds() {
    return outcomes.stream().map(SeedOutcome::seed).toList();
  }

  /** Steps of this stage, counted for each seed. */
  public long seedSteps() {
    return trainedSteps * outcomes.size();
  }
}
