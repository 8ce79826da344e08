package org.seedbed.record;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.util.List;
import java.util.Optional;
import org.seedbed.model.LearningCurve;
import org.seedbed.model.population.PopulationState;

/**
 * The outcome of a seed at the end of a stage.
 *
 * @param seed of the restart
 * @param divergedAt first step at which its loss or gradient was not finite, or −1
 * @param parkedAt step at which it had solved the task and was parked; empty if it was not
 * @param score on held-out examples of the last level
 * @param generalizes longest length up to which it made no error; 0 for none
 * @param proved whether it is right on every input; empty if not verified
 * @param parametersSha256 digest of its parameters
 * @param curve learning curve of this stage
 */
public record SeedOutcome(
    long seed,
    long divergedAt,
    Optional<Long> parkedAt,
    Score score,
    int generalizes,
    Optional<Boolean> proved,
    @JsonAlias("rowSha256") String parametersSha256,
    LearningCurve curve) {
  public SeedOutcome {
    // Earlier versions did not park.
    parkedAt = parkedAt == null ? Optional.empty() : parkedAt;
  }

  /** Returns the outcome of a member of a population. */
  public static SeedOutcome of(
      PopulationState.Member member,
      Score score,
      int generalizes,
      Optional<Boolean> proved,
      String parametersSha256,
      LearningCurve curve) {
    var schedule = member.schedule();
    return new SeedOutcome(
        member.seed(),
        member.divergedAt(),
        schedule.parked() ? Optional.of(schedule.parkedAt()) : Optional.empty(),
        score,
        generalizes,
        proved,
        parametersSha256,
        curve);
  }

  /** Returns the same outcome without its learning curve. */
  public SeedOutcome withoutCurve() {
    return new SeedOutcome(
        seed,
        divergedAt,
        parkedAt,
        score,
        generalizes,
        proved,
        parametersSha256,
        new LearningCurve(List.of()));
  }

  /** Returns whether every held-out example of the last level was right. */
  public boolean solved() {
    return !diverged() && score.exact() == 1;
  }

  public boolean diverged() {
    return divergedAt >= 0;
  }

  /** Returns the same outcome of another seed, for simulations. */
  public SeedOutcome of(long other) {
    return new SeedOutcome(
        other, divergedAt, parkedAt, score, generalizes, proved, parametersSha256, curve);
  }

  /**
   * A score. The natural order is best first.
   *
   * @param exact share of held-out examples that are exactly right, 0 … 1
   * @param loss mean over the same examples
   */
  public record Score(double exact, double loss) implements Comparable<Score> {
    @Override
    public int compareTo(Score other) {
      int byExact = Double.compare(other.exact, exact);
      return byExact != 0 ? byExact : Double.compare(loss, other.loss);
    }
  }
}
