package org.seedbed.record;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.seedbed.experiment.Experiment;
import org.seedbed.record.Leaderboard.Entry;
import org.seedbed.record.Leaderboard.Outcome;

/**
 * Ranks the restarts of a search from its committed records. Solved restarts come first: proved
 * ones before others, then by how far they generalize and how soon they solved the task. Unsolved
 * restarts that trained to the end follow, then pruned ones (by steps trained), then diverged ones.
 * Pure.
 */
public final class Ranking {
  private final Experiment experiment;
  private final Map<Long, SeedOutcome> last = new HashMap<>();
  private final Map<Long, Long> steps = new HashMap<>();
  private final Map<Long, Long> stepsToSolve = new HashMap<>();
  private final Map<Long, Long> prunedAt = new HashMap<>();
  private long seedSteps;
  private long end;

  public Ranking(Experiment experiment) {
    this.experiment = experiment;
    this.end = experiment.search().lastStep();
  }

  /**
   * Sets the step at which a search stopped that did not go on to its last step. Nobody trains on,
   * so no control has outlived a pruning at that step.
   */
  public void endAt(long step) {
    end = step;
    prunedAt.values().removeIf(at -> at == step);
  }

  /** Adds the populations of a rung. Rungs must be added in order. */
  public void add(List<PopulationRecord> rung) {
    for (var record : rung) {
      seedSteps += record.seedSteps();
      for (var outcome : record.outcomes()) {
        last.put(outcome.seed(), outcome);
        steps.put(outcome.seed(), record.stepsOf(outcome));
        solvedAt(outcome).ifPresent(step -> stepsToSolve.putIfAbsent(outcome.seed(), step));
      }
    }
  }

  /** Returns the step of the first check at which a seed had solved the task. */
  private Optional<Long> solvedAt(SeedOutcome outcome) {
    if (experiment.search().solved().parks()) {
      return outcome.parkedAt();
    }
    var step = outcome.curve().stepsToSolve();
    return step.isPresent() ? Optional.of(step.getAsLong()) : Optional.empty();
  }

  /**
   * Adds a population of solved restarts that trained on. A restart keeps what it gained: its new
   * outcome counts if it still solves the task, is proved if it was, and generalizes as far.
   *
   * @return seeds whose new outcomes count
   */
  public List<Long> addFurther(PopulationRecord further) {
    var improved = new ArrayList<Long>();
    for (var outcome : further.outcomes()) {
      var before = last.get(outcome.seed());
      boolean lost =
          !outcome.solved()
              || outcome.generalizes() < before.generalizes()
              || (before.proved().orElse(false) && !outcome.proved().orElse(false));
      if (!lost) {
        last.put(outcome.seed(), outcome);
        steps.put(outcome.seed(), further.step());
        improved.add(outcome.seed());
      }
    }
    return improved;
  }

  /** Adds the controls that a rung's rule pruned. */
  public void prune(RungRecord rung) {
    rung.controls().forEach(seed -> prunedAt.putIfAbsent(seed, rung.step()));
  }

  /** Adds a control that trained beyond the cutoff of its rule. */
  public void pruneAt(long seed, long cutoff) {
    var outcome = last.get(seed);
    boolean ended =
        stepsToSolve.getOrDefault(seed, Long.MAX_VALUE) <= cutoff
            || (outcome.diverged() && outcome.divergedAt() < cutoff);
    if (!ended && steps.get(seed) > cutoff) {
      prunedAt.put(seed, cutoff);
    }
  }

  /** Returns the number of seeds that solved the task in the rungs added so far. */
  public int solved() {
    return (int) last.values().stream().filter(o -> kind(o) == Outcome.SOLVED).count();
  }

  /** Returns the leaderboard of the rungs added so far. */
  public Leaderboard leaderboard() {
    var unranked = new ArrayList<Entry>();
    last.forEach(
        (seed, outcome) ->
            unranked.add(
                Entry.unranked(
                    outcome,
                    kind(outcome),
                    steps.get(seed),
                    Optional.ofNullable(stepsToSolve.get(seed)),
                    Optional.ofNullable(prunedAt.get(seed)))));
    return Leaderboard.of(experiment, ranked(unranked), seedSteps);
  }

  /** Sorts entries and assigns their ranks. */
  static List<Entry> ranked(List<Entry> entries) {
    var ranked = new ArrayList<Entry>();
    entries.stream()
        .sorted(
            Comparator.comparingInt((Entry entry) -> entry.outcome().place())
                .thenComparing(entry -> !entry.isProved())
                .thenComparing(Comparator.comparingInt(Entry::generalizes).reversed())
                .thenComparing(Comparator.comparingLong(Ranking::stageOfUnsolved).reversed())
                .thenComparing(Comparator.comparingDouble(Entry::score).reversed())
                .thenComparing(entry -> entry.stepsToSolve().orElse(Long.MAX_VALUE))
                .thenComparingDouble(Entry::loss)
                .thenComparingLong(Entry::seed))
        .forEach(entry -> ranked.add(entry.withRank(ranked.size() + 1)));
    return ranked;
  }

  /** Returns the steps trained, which rank only restarts that did not solve the task. */
  private static long stageOfUnsolved(Entry entry) {
    return entry.outcome() == Outcome.SOLVED ? 0 : entry.steps();
  }

  private Outcome kind(SeedOutcome outcome) {
    if (outcome.diverged()) {
      return Outcome.DIVERGED;
    }
    if (outcome.solved()) {
      return Outcome.SOLVED;
    }
    return steps.get(outcome.seed()) >= end ? Outcome.UNSOLVED : Outcome.PRUNED;
  }
}
