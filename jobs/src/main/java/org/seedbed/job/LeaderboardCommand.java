package org.seedbed.job;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.seedbed.record.Leaderboard;
import org.seedbed.record.ShareOfTask;
import org.seedbed.sweep.SweepRecords;
import org.seedbed.task.Bounds;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code seedbed leaderboard}. */
@Command(
    name = "leaderboard",
    description =
        "Prints the leaderboard of a finished run: its restarts, or the settings of a sweep.",
    mixinStandardHelpOptions = true)
final class LeaderboardCommand implements Callable<Integer> {
  /** Number of ranks that a search prints at its end. */
  static final int BEST = 5;

  @Spec private CommandSpec spec;

  @Mixin private RunToRead run;

  @Option(
      names = "--top",
      defaultValue = "20",
      description = "Number of ranks to print (default: ${DEFAULT-VALUE}).")
  private int top;

  @Override
  public Integer call() throws Exception {
    Bounds.check("--top", top, 1, Integer.MAX_VALUE);
    var out = spec.commandLine().getOut();
    var sweep = run.sweep();
    if (sweep.isPresent()) {
      SweepTable.print(out, SweepRecords.leaderboard(sweep.get()), top);
    } else {
      print(out, run.open().leaderboard(), top);
    }
    return ExitCode.OK.code();
  }

  static void print(PrintWriter out, Leaderboard leaderboard, int top) {
    var statistics = leaderboard.statistics();
    out.printf(
        Locale.ROOT,
        "%s on %s: %d of %d seeds solved it, %d diverged%n",
        leaderboard.experiment().model(),
        leaderboard.experiment().task(),
        statistics.solved(),
        statistics.seeds(),
        statistics.diverged());
    var share = ShareOfTask.of(leaderboard);
    out.println("share of the task: " + share.text());
    ShareOfTask.times(leaderboard)
        .median()
        .ifPresent(step -> out.println("half of those that solve it do so by step " + step));
    leaderboard
        .confirmationEffect()
        .ifPresent(effect -> out.println("confirmation: " + effect.text()));
    out.println("restarts for a solution with 99 % confidence: " + share.restartsFor99());
    ShareOfTask.provedText(leaderboard)
        .ifPresent(
            text ->
                out.printf(
                    "%d proved right on every input (%s)%n",
                    leaderboard.proved().orElseThrow(), text));
    out.println(
        "rank   seed  outcome    score    loss      steps  solved at  confirmed  generalizes");
    leaderboard.entries().stream()
        .limit(top)
        .forEach(
            entry ->
                out.printf(
                    Locale.ROOT,
                    "%4d %6d  %-9s  %.4f  %.6f %6d  %9s  %9s  %11s%n",
                    entry.rank(),
                    entry.seed(),
                    entry.outcome().name().toLowerCase(Locale.ROOT),
                    entry.score(),
                    entry.loss(),
                    entry.steps(),
                    entry.stepsToSolve().map(String::valueOf).orElse("-"),
                    entry.confirmations() == 0
                        ? "-"
                        : entry.confirmed() + "/" + entry.confirmations(),
                    entry.proved().orElse(false)
                        ? "proved"
                        : entry.generalizes() == 0 ? "-" : "to " + entry.generalizes()));
  }
}
