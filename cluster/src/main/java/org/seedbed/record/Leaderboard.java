package org.seedbed.record;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.Seeds;
import org.seedbed.files.SchemaVersion;
import org.seedbed.statistics.RestartStatistics;

/**
 * The result of a search, the same after any interruption: nothing in it depends on time.
 *
 * @param experiment that was run
 * @param statistics over all seeds
 * @param entries by rank
 */
@SchemaVersion(2)
public record Leaderboard(
    Experiment experiment, RestartStatistics statistics, List<Entry> entries) {
  public Leaderboard {
    entries = List.copyOf(entries);
  }

  /** What became of a restart. */
  public enum Outcome {
    /** Every held-out example at training length was right when it was last scored. */
    SOLVED(0),
    /** Trained to the end without solving the task. */
    UNSOLVED(1),
    /** Dropped between rungs, not having solved the task. */
    PRUNED(2),
    /** Its loss or gradient was not finite at some step. */
    DIVERGED(3);

    private final int place;

    Outcome(int place) {
      this.place = place;
    }

    /** Its place in a ranking: restarts with a lower one come first. */
    public int place() {
      return place;
    }
  }

  /**
   * A restart.
   *
   * @param rank from 1
   * @param seed names it
   * @param outcome what became of it
   * @param score share of held-out examples at training length that are exactly right
   * @param loss mean over them
   * @param steps that it trained
   * @param stepsToSolve step at which all check examples were first right; empty if never
   * @param confirmed fresh data seeds under which its initialization solved the task
   * @param confirmations fresh data seeds that it was trained under
   * @param generalizes longest length up to which it made no error; 0 for none
   * @param proved whether it is right on every input; empty where that was not verified
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
      Optional<Boolean> proved) {

    /** An entry that is not ranked or confirmed yet. */
    static Entry unranked(
        SeedOutcome last, Outcome outcome, long steps, Optional<Long> stepsToSolve) {
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
          last.proved());
    }

    boolean isProved() {
      return proved.orElse(false);
    }

    Entry withRank(int other) {
      return with(other, confirmed, confirmations);
    }

    Entry withConfirmations(int solved, int tried) {
      return with(rank, solved, tried);
    }

    private Entry with(int otherRank, int solved, int tried) {
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
          proved);
    }
  }

  /**
   * One of several searches of the same experiment over seeds that follow on each other.
   *
   * @param parts by their seeds, one or more
   */
  public static Leaderboard merged(List<Leaderboard> parts) {
    var first = parts.get(0).experiment();
    int count = parts.stream().mapToInt(part -> part.experiment().seeds().count()).sum();
    long seedSteps = parts.stream().mapToLong(part -> part.statistics().seedSteps()).sum();
    var entries = Ranking.ranked(parts.stream().flatMap(part -> part.entries().stream()).toList());
    return of(first.withSeeds(new Seeds(first.seeds().first(), count)), entries, seedSteps);
  }

  /** The leaderboard of ranked entries, with their statistics. */
  static Leaderboard of(Experiment experiment, List<Entry> ranked, long seedSteps) {
    var statistics =
        RestartStatistics.of(
            ranked.size(),
            count(ranked, Outcome.SOLVED),
            count(ranked, Outcome.DIVERGED),
            seedSteps);
    return new Leaderboard(experiment, statistics, ranked);
  }

  private static int count(List<Entry> entries, Outcome outcome) {
    return (int) entries.stream().filter(entry -> entry.outcome() == outcome).count();
  }

  /** Seeds that were proved right on every input; empty where nothing could be verified. */
  public Optional<Integer> proved() {
    return entries.stream().noneMatch(entry -> entry.proved().isPresent())
        ? Optional.empty()
        : Optional.of((int) entries.stream().filter(Entry::isProved).count());
  }

  /** The entry at a rank. */
  public Entry atRank(int rank) {
    if (rank < 1 || rank > entries.size()) {
      throw new IllegalArgumentException(
          "Rank " + rank + " is not on the leaderboard. It has ranks 1 … " + entries.size() + ".");
    }
    return entries.get(rank - 1);
  }

  /** The same, with what confirmation found for some seeds: solved and tried by seed. */
  public Leaderboard with(Map<Long, Confirmation> confirmations) {
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
    return new Leaderboard(experiment, statistics, confirmed);
  }

  /**
   * How an initialization did under fresh data seeds.
   *
   * @param solved data seeds under which it solved the task
   * @param tried data seeds
   */
  public record Confirmation(int solved, int tried) {}
}
