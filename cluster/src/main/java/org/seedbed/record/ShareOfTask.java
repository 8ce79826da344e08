package org.seedbed.record;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.seedbed.record.Leaderboard.Entry;
import org.seedbed.record.Leaderboard.Outcome;
import org.seedbed.statistics.KaplanMeier;
import org.seedbed.statistics.RestartStatistics;
import org.seedbed.statistics.WilsonInterval;

/**
 * What a search says about the share of all restarts that would solve its task. Without pruning it
 * is the share that did. With pruning, that share is a lower bound, since a pruned restart might
 * have solved the task later. The upper bound takes it to have gone on as the others did.
 *
 * @param counted share of the seeds that solved the task, 0 … 1
 * @param interval 95 % confidence interval of {@code counted}
 * @param pruned whether seeds were pruned, which makes {@code counted} a lower bound
 * @param upper upper bound; empty if no seed was pruned, or if none that had not solved the task
 *     was trained to the end
 * @param longestUnsolved most steps that a seed was trained without solving the task; empty if all
 *     solved it
 */
public record ShareOfTask(
    double counted,
    WilsonInterval interval,
    boolean pruned,
    Optional<KaplanMeier> upper,
    OptionalLong longestUnsolved) {
  /** Estimates the share of a leaderboard's task. */
  public static ShareOfTask of(Leaderboard leaderboard) {
    int last = leaderboard.experiment().search().lastStep();
    return of(leaderboard.statistics(), leaderboard.entries(), last);
  }

  static ShareOfTask of(RestartStatistics statistics, List<Entry> entries, int last) {
    boolean pruned = entries.stream().anyMatch(entry -> entry.outcome() == Outcome.PRUNED);
    return new ShareOfTask(
        statistics.solvedShare(),
        statistics.wilson95(),
        pruned,
        pruned
            ? KaplanMeier.of(entries.stream().map(ShareOfTask::observed).toList(), last)
            : Optional.empty(),
        entries.stream()
            .filter(entry -> entry.outcome() != Outcome.SOLVED)
            .mapToLong(Entry::steps)
            .max());
  }

  private static KaplanMeier.Observed observed(Entry entry) {
    // A diverged restart leaves as a pruned one does, which keeps the upper bound on the safe side.
    return entry.outcome() == Outcome.SOLVED
        ? new KaplanMeier.Observed(entry.stepsToSolve().orElse(entry.steps()), true)
        : new KaplanMeier.Observed(entry.steps(), false);
  }

  /** Returns the share in words, with its kind of interval. */
  public String text() {
    String share =
        percent(
            "%.1f %% (95 %% interval %.1f to %.1f %%)", counted, interval.low(), interval.high());
    if (!pruned) {
      return share;
    }
    return "at least %s, as pruned seeds count as unsolved; %s".formatted(share, upperText());
  }

  private String upperText() {
    return upper
        .map(
            most ->
                percent(
                    "at most %.1f %% by Kaplan-Meier (95 %% interval %.1f to %.1f %%)",
                    most.share(), most.low(), most.high()))
        .orElseGet(
            () ->
                "no upper bound, as no unsolved seed was trained beyond step "
                    + longestUnsolved.orElse(0));
  }

  private static String percent(String format, double share, double low, double high) {
    return String.format(Locale.ROOT, format, 100 * share, 100 * low, 100 * high);
  }
}
