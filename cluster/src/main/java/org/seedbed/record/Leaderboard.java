package org.seedbed.record;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.SearchSettings;
import org.seedbed.experiment.Seeds;
import org.seedbed.files.SchemaVersion;
import org.seedbed.statistics.BetaBinomial;
import org.seedbed.statistics.RestartStatistics;

/**
 * The result of a search. Nothing in it depends on time, so it is the same after any interruption.
 *
 * @param experiment that was run
 * @param statistics over all seeds
 * @param entries ordered by rank
 * @param controls results of the random initializations that were trained under the data seeds of
 *     the confirmation; empty without such a control
 */
@SchemaVersion(4)
public record Leaderboard(
    Experiment experiment,
    RestartStatistics statistics,
    List<Entry> entries,
    @JsonSetter(nulls = Nulls.AS_EMPTY) List<Confirmation> controls) {
  public Leaderboard {
    entries = List.copyOf(entries);
    controls = List.copyOf(controls);
  }

  /** The outcome of a restart. */
  public enum Outcome {
    /** Answered every held-out example at training length correctly when last scored. */
    SOLVED(0),
    /** Trained to the end without solving the task. */
    UNSOLVED(1),
    /** Dropped between rungs without having solved the task. */
    PRUNED(2),
    /** Had a loss or gradient that was not finite at some step. */
    DIVERGED(3);

    private final int place;

    Outcome(int place) {
      this.place = place;
    }

    /** Returns the place in a ranking. Lower places come first. */
    public int place() {
      return place;
    }
  }

  /**
   * One restart.
   *
   * @param rank from 1
   * @param seed of the restart
   * @param outcome of the restart
   * @param score share of held-out examples at training length that are exactly right
   * @param loss mean over the same examples
   * @param steps trained
   * @param stepsToSolve step of the check at which it had solved the task and was parked; without
   *     parking, the first at which all check examples were right. Empty if there was none
   * @param confirmed number of fresh data seeds with which its initialization solved the task
   * @param confirmations number of fresh data seeds that its initialization was trained with
   * @param generalizes longest length up to which it made no error; 0 for none
   * @param proved whether it is right on every input; empty if not verified
   * @param prunedAt step at which the rule pruned it, if it is a control and trained on; empty
   *     otherwise
   * @param belief in the probability that its initialization solves the task, from confirmation and
   *     its control; empty if it was not confirmed, or without a control
   */
  public record Entry(
      int rank,
      long seed,
      Outcome outcome,
      double score,
      double loss,
      long steps,
      Optional<Long> stepsToSolve,
      int confirmed,
      int confirmations,
      int generalizes,
      Optional<Boolean> proved,
      Optional<Long> prunedAt,
      Optional<BetaBinomial.Posterior> belief) {

    /** Returns an entry without rank or confirmations. */
    static Entry unranked(
        SeedOutcome last,
        Outcome outcome,
        long steps,
        Optional<Long> stepsToSolve,
        Optional<Long> prunedAt) {
      return new Entry(
          0,
          last.seed(),
          outcome,
          last.score().exact(),
          last.score().loss(),
          steps,
          stepsToSolve,
          0,
          0,
          last.generalizes(),
          last.proved(),
          prunedAt,
          Optional.empty());
    }

    /** Whether the rule pruned it before it had solved the task. */
    boolean pruned() {
      return outcome == Outcome.PRUNED || prunedAt.isPresent();
    }

    boolean isProved() {
      return proved.orElse(false);
    }

    Entry withRank(int other) {
      return with(other, confirmed, confirmations, belief);
    }

    Entry withConfirmations(int solved, int tried) {
      return with(rank, solved, tried, belief);
    }

    Entry withBelief(Optional<BetaBinomial.Posterior> other) {
      return with(rank, confirmed, confirmations, other);
    }

    private Entry with(
        int otherRank, int solved, int tried, Optional<BetaBinomial.Posterior> otherBelief) {
      return new Entry(
          otherRank,
          seed,
          outcome,
          score,
          loss,
          steps,
          stepsToSolve,
          solved,
          tried,
          generalizes,
          proved,
          prunedAt,
          otherBelief);
    }
  }

  /**
   * Merges the leaderboards of several searches of the same experiment over consecutive seeds.
   *
   * @param parts one or more, ordered by seeds
   */
  public static Leaderboard merged(List<Leaderboard> parts) {
    var first = parts.get(0).experiment();
    int count = parts.stream().mapToInt(part -> part.experiment().seeds().count()).sum();
    long seedSteps = parts.stream().mapToLong(part -> part.statistics().seedSteps()).sum();
    var entries = Ranking.ranked(parts.stream().flatMap(part -> part.entries().stream()).toList());
    var controls = parts.stream().flatMap(part -> part.controls().stream()).toList();
    return of(first.withSeeds(new Seeds(first.seeds().first(), count)), entries, seedSteps)
        .ranked(entries, controls);
  }

  /** Returns the leaderboard of ranked entries, with their statistics. */
  static Leaderboard of(Experiment experiment, List<Entry> ranked, long seedSteps) {
    var statistics =
        RestartStatistics.of(
            ranked.size(),
            count(ranked, Outcome.SOLVED),
            count(ranked, Outcome.DIVERGED),
            seedSteps);
    return new Leaderboard(experiment, statistics, ranked, List.of());
  }

  private static int count(List<Entry> entries, Outcome outcome) {
    return (int) entries.stream().filter(entry -> entry.outcome() == outcome).count();
  }

  /** Returns the seed-steps that pruned restarts did not take. */
  public long stepsSavedByPruning() {
    return stepsSaved(entries, experiment.search());
  }

  /** Without parking, a solved restart that did not train to the end was pruned, too. */
  static long stepsSaved(List<Entry> entries, SearchSettings search) {
    return entries.stream()
        .filter(
            entry ->
                entry.outcome() == Outcome.PRUNED
                    || (entry.outcome() == Outcome.SOLVED && !search.solved().parks()))
        .mapToLong(entry -> search.lastStep() - entry.steps())
        .sum();
  }

  /** Returns the number of seeds proved right on every input; empty if none was verified. */
  public Optional<Integer> proved() {
    return entries.stream().noneMatch(entry -> entry.proved().isPresent())
        ? Optional.empty()
        : Optional.of((int) entries.stream().filter(Entry::isProved).count());
  }

  /** Returns the entries whose initializations are stored, best first. */
  public List<Entry> best() {
    return entries.subList(0, Math.min(experiment.evaluation().top(), entries.size()));
  }

  /** Returns the entry at a rank. */
  public Entry atRank(int rank) {
    if (rank < 1 || rank > entries.size()) {
      throw new IllegalArgumentException(
          "Rank " + rank + " is not on the leaderboard. It has ranks 1 … " + entries.size() + ".");
    }
    return entries.get(rank - 1);
  }

  /**
   * Returns this leaderboard with the results of confirmation.
   *
   * @param confirmations of the best initializations, by seed
   * @param random of random initializations; empty without a control
   */
  public Leaderboard with(Map<Long, Confirmation> confirmations, List<Confirmation> random) {
    var confirmed =
        entries.stream()
            .map(
                entry -> {
                  var found = confirmations.get(entry.seed());
                  return found == null
                      ? entry
                      : entry.withConfirmations(found.solved(), found.tried());
                })
            .toList();
    return ranked(confirmed, random);
  }

  /**
   * Ranks confirmed entries by the 5 % quantile of what is believed of them, before all others.
   * Where initializations are alike, the order stays.
   */
  private Leaderboard ranked(List<Entry> other, List<Confirmation> random) {
    var effect = ConfirmationEffect.of(other, random);
    if (effect.isEmpty()) {
      return new Leaderboard(experiment, statistics, other, random);
    }
    var believed =
        other.stream().map(entry -> entry.withBelief(effect.get().posterior(entry))).toList();
    var ranked = new ArrayList<Entry>();
    believed.stream()
        .sorted(
            Comparator.comparingDouble(
                    (Entry entry) -> entry.belief().map(BetaBinomial.Posterior::low).orElse(-1.0))
                .reversed())
        .forEach(entry -> ranked.add(entry.withRank(ranked.size() + 1)));
    return new Leaderboard(experiment, statistics, ranked, random);
  }

  /** Returns the effect of selection on the best initializations; empty without a control. */
  public Optional<ConfirmationEffect> confirmationEffect() {
    return ConfirmationEffect.of(entries, controls);
  }

  /**
   * The results of an initialization with fresh data seeds.
   *
   * @param solved number of data seeds with which it solved the task
   * @param tried number of data seeds
   */
  public record Confirmation(int solved, int tried) {
    /** Returns the share of data seeds with which it solved the task. */
    public double share() {
      return solved / (double) tried;
    }
  }
}
