package org.seedbed.sweep;

import java.util.List;
import java.util.stream.IntStream;
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
 * @param work of each member, in training steps of a seed on the last level
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
    List<Double> work,
    double kernelSeconds,
    double wallSeconds)
    implements PopulationResult {
  public SweepRecord {
    settings = List.copyOf(settings);
    outcomes = List.copyOf(outcomes);
    work = List.copyOf(work);
    if (settings.size() != outcomes.size() || work.size() != outcomes.size()) {
      throw new IllegalArgumentException(
          "%d settings and %d amounts of work of %d members, must be as many"
              .formatted(settings.size(), work.size(), outcomes.size()));
    }
  }

  /**
   * Returns the record of a job.
   *
   * @param outcomes one per member, without its learning curve: a sweep has too many
   */
  public static SweepRecord of(
      SweepJob job,
      List<SeedOutcome> outcomes,
      List<Double> work,
      double kernelSeconds,
      double wallSeconds) {
    return new SweepRecord(
        job.stage(),
        job.number(),
        job.untilStep(),
        job.ofMembers(),
        outcomes,
        work,
        kernelSeconds,
        wallSeconds);
  }

  /** Returns the steps that a member took. */
  public long stepsOf(SeedOutcome outcome) {
    return stepsOf(outcome, step);
  }

  /**
   * Returns the steps that a seed took.
   *
   * @param untilStep steps if it neither solves the task nor diverges
   */
  static long stepsOf(SeedOutcome outcome, long untilStep) {
    return outcome.diverged() ? outcome.divergedAt() + 1 : outcome.parkedAt().orElse(untilStep);
  }

  /** A seed of a setting, and the steps that it took. */
  public record Trial(int setting, long seed, boolean solved, long steps) {}

  /** Returns the seeds of the population. */
  public List<Trial> trials() {
    return IntStream.range(0, outcomes.size())
        .mapToObj(
            k -> {
              var outcome = outcomes.get(k);
              return new Trial(settings.get(k), outcome.seed(), outcome.solved(), stepsOf(outcome));
            })
        .toList();
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
