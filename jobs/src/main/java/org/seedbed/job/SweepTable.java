package org.seedbed.job;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;
import org.seedbed.sweep.SweepLeaderboard;
import org.seedbed.sweep.SweepLeaderboard.Entry;

/** Prints the result of a sweep. */
final class SweepTable {
  private SweepTable() {}

  static void print(PrintWriter out, SweepLeaderboard leaderboard, int top) {
    out.printf(
        Locale.ROOT,
        "%s on %s: %,d settings, %,d seeds trained%n",
        leaderboard.model(),
        leaderboard.task(),
        leaderboard.entries().size(),
        leaderboard.seedsTrained());
    out.println(
        "rank setting   solved  share, % (95 %)          core-seconds per solved (95 %)  against the default   values");
    leaderboard.entries().stream().limit(top).forEach(entry -> out.println(line(entry)));
    if (leaderboard.ofDefault().rank() > top) {
      out.println(line(leaderboard.ofDefault()));
    }
    out.println("what each key explains by itself of the share of seeds solved, between settings:");
    leaderboard
        .importance()
        .forEach(
            key ->
                out.printf(
                    Locale.ROOT,
                    "  %-36s %3.0f %%  p = %.3f  best: %s%n",
                    key.key(),
                    100 * key.share(),
                    key.pvalue(),
                    key.best()));
  }

  private static String line(Entry entry) {
    var result = entry.result();
    return String.format(
        Locale.ROOT,
        "%4d %7d  %3d of %-3d %5.1f (%.1f to %.1f)  %s  %s  %s",
        entry.rank(),
        entry.setting(),
        result.solved(),
        result.tried(),
        100.0 * result.solved() / result.tried(),
        100 * entry.shareLow(),
        100 * entry.shareHigh(),
        cost(entry),
        difference(entry),
        values(entry));
  }

  /** Returns what a solved seed costs, with its interval. */
  static String cost(Entry entry) {
    return entry.costPerSolved().isEmpty()
        ? String.format(Locale.ROOT, "more than %.3g", entry.costLow())
        : String.format(
            Locale.ROOT,
            "%.3g (%.3g to %.3g)",
            entry.costPerSolved().get(),
            entry.costLow(),
            entry.costHigh().orElse(Double.POSITIVE_INFINITY));
  }

  /** Returns the difference from the default, in points, with its interval. */
  static String difference(Entry entry) {
    return entry
        .difference()
        .map(
            d ->
                String.format(
                    Locale.ROOT,
                    "%+.0f points (%+.0f to %+.0f)",
                    100 * d.difference(),
                    100 * d.low(),
                    100 * d.high()))
        .orElse("–");
  }

  /** Returns what a setting sets, on one line. */
  static String values(Entry entry) {
    return entry.values().isEmpty()
        ? "the default"
        : entry.values().entrySet().stream()
            .map(value -> value.getKey() + "=" + value.getValue())
            .collect(Collectors.joining(" "));
  }
}
