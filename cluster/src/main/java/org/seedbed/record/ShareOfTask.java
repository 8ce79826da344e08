package org.seedbed.record;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.seedbed.record.Leaderboard.Entry;
import org.seedbed.record.Leaderboard.Outcome;
import org.seedbed.statistics.KaplanMeier;
import org.seedbed.statistics.RestartStatistics;
import org.seedbed.statistics.WilsonInterval;

/**
 * What a search says about the share of all restarts that would solve its task. Without pruning it
 * is the share that did. With pruning, that share is a lower bound, since a pruned restart might
 * have solved the task later; the upper bound takes it to have gone on as the others did.
 *
 * @param counted share of the seeds that solved the task, 0 … 1
 * @param interval 95 % confidence interval of it, for the share of the task if none was pruned
 * @param upper upper bound; empty if no seed was pruned
 */
public record ShareOfTask(double counted, WilsonInterval interval, Optional<KaplanMeier> upper) {
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
        pruned
            ? Optional.of(
                KaplanMeier.of(entries.stream().map(entry -> observed(entry, last)).toList()))
            : Optional.empty());
  }

  private static KaplanMeier.Observed observed(Entry entry, int last) {
    return switch (entry.outcome()) {
      case SOLVED -> new KaplanMeier.Observed(entry.stepsToSolve().orElse(entry.steps()), true);
      case PRUNED -> new KaplanMeier.Observed(entry.steps(), false);
      // A diverged restart would never have solved the task.
      case UNSOLVED, DIVERGED -> new KaplanMeier.Observed(last, false);
    };
  }

  /** Returns the share in words, with its kind of interval. */
  public String text() {
    if (upper.isEmpty()) {
      return percent(
          "%.1f %% (95 %% interval %.1f to %.1f %%)", counted, interval.low(), interval.high());
    }
    var most = upper.get();
    return percent(
            "at least %.1f %% (lower bound, pruned seeds count as unsolved; 95 %% interval %.1f to %.1f %%)",
            counted, interval.low(), interval.high())
        + percent(
            ", at most %.1f %% (upper bound, Kaplan-Meier; 95 %% interval %.1f to %.1f %%)",
            most.share(), most.low(), most.high());
  }

  private static String percent(String format, double share, double low, double high) {
    return String.format(Locale.ROOT, format, 100 * share, 100 * low, 100 * high);
  }
}
