package org.seedbed.record;

import java.util.List;
import org.seedbed.files.CommittedFile;
import org.seedbed.files.SchemaVersion;

/**
 * The commit record of a population at the end of a stage, written after its state.
 *
 * @param stage such as {@code rungs/01}
 * @param number of the population in the stage
 * @param step total steps taken
 * @param state the committed state file
 * @param outcomes one per member, in order
 * @param trainedSteps steps taken in this stage
 * @param kernelSeconds spent in training and scoring
 * @param wallSeconds total time, including reading and writing states
 */
@SchemaVersion(4)
public record PopulationRecord(
    String stage,
    int number,
    long step,
    CommittedFile state,
    List<SeedOutcome> outcomes,
    long trainedSteps,
    double kernelSeconds,
    double wallSeconds)
    implements PopulationResult {
  public PopulationRecord {
    outcomes = List.copyOf(outcomes);
  }

  /**
   * Identifies a population and its step.
   *
   * @param stage see {@link PopulationRecord}
   * @param number see {@link PopulationRecord}
   * @param step see {@link PopulationRecord}
   */
  public record Key(String stage, int number, long step) {}

  /** Returns the record of a population at the end of a stage. */
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

  /** Returns whether a seed is a member. */
  public boolean has(long seed) {
    return outcomes.stream().anyMatch(outcome -> outcome.seed() == seed);
  }

  /** Returns the seeds of the members, in order. */
  public List<Long> seeds() {
    return outcomes.stream().map(SeedOutcome::seed).toList();
  }

  /** Returns the total steps that a member has taken. */
  public long stepsOf(SeedOutcome outcome) {
    return outcome.parkedAt().orElse(step);
  }

  @Override
  public long seedSteps() {
    return outcomes.stream().mapToLong(o -> trainedSteps - (step - stepsOf(o))).sum();
  }

  @Override
  public long plannedSeedSteps() {
    return trainedSteps * outcomes.size();
  }
}
