package org.seedbed.sweep;

import java.util.List;
import org.seedbed.files.SchemaVersion;
import org.seedbed.record.PopulationResult;
import org.seedbed.record.SeedOutcome;

/**
 * The commit record of a population of a sweep. Its parameters are not kept: seed and setting give
 * them again.
 *
 * @param stage such as {@code brackets/00/rounds/01}
 * @param number of the population in the stage
 * @param step total steps of a seed that does not solve the task
 * @param settings numbers of the members' settings
 * @param outcomes one per member, without its learning curve
 * @param kernelSeconds spent in training and scoring
 * @param wallSeconds total time
 */
@SchemaVersion(3)
public record SweepRecord(
    String stage,
    int number,
    long step,
    List<Integer> settings,
    List<SeedOutcome> outcomes,
    double kernelSeconds,
    double wallSeconds)
    implements PopulationResult {
  public SweepRecord {
    settings = List.copyOf(settings);
    outcomes = List.copyOf(outcomes);
    if (settings.size() != outcomes.size()) {
      throw new IllegalArgumentException(
          settings.size() + " settings of " + outcomes.size() + " members, must be as many");
    }
  }

  /**
   * Returns the record of a job.
   *
   * @param outcomes one per member, without its learning curve: a sweep has too many
   */
  public static SweepRecord of(
      SweepJob job, List<SeedOutcome> outcomes, double kernelSeconds, double wallSeconds) {
    return new SweepRecord(
        job.stage(),
        job.number(),
        job.untilStep(),
        job.ofMembers(),
        outcomes,
        kernelSeconds,
        wallSeconds);
  }

  /** Returns the steps that a member took. */
  public long stepsOf(SeedOutcome outcome) {
    return outcome.diverged() ? outcome.divergedAt() + 1 : outcome.parkedAt().orElse(step);
  }

  @Override
  public long seedSteps() {
    return outcomes.stream().mapToLong(this::stepsOf).sum();
  }

  @Override
  public long plannedSeedSteps() {
    return step * outcomes.size();
  }
}
