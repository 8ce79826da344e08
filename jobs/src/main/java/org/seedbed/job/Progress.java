package org.seedbed.job;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.seedbed.record.Leaderboard;
import org.seedbed.record.PopulationResult;
import org.seedbed.record.RungRecord;
import org.seedbed.record.SeedOutcome;
import org.seedbed.record.SeedOutcome.Score;
import org.seedbed.search.SearchListener;
import org.seedbed.search.WidthTrial;
import org.seedbed.sweep.RoundListener;
import org.seedbed.sweep.SweepLeaderboard;
import org.seedbed.sweep.SweepRound;

/**
 * Prints the progress of a search: one self-updating line on a terminal, otherwise one line per
 * event.
 */
final class Progress implements SearchListener, RoundListener, AutoCloseable {
  private final PrintWriter out;
  private final boolean terminal;
  private final List<Score> scores = new ArrayList<>();
  private String stage = "";
  private int populations;
  private int done;
  private int solved;
  private int alive;
  private long seedSteps;
  private long seedStepsDone;
  private long seedStepsTrained;
  private long seedStepsPlanned;
  private long stageStarted;
  private boolean lastRound;

  private Progress(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  // In Java 17, which is required, a null console means no terminal.
  @SuppressWarnings("SystemConsoleNull")
  static Progress on(PrintWriter out) {
    return new Progress(out, System.console() != null);
  }

  /** Returns an instance that prints one line per event. For tests. */
  static Progress plain(PrintWriter out) {
    return new Progress(out, false);
  }

  @Override
  public void note(String line) {
    line(line);
  }

  @Override
  public void widthTried(WidthTrial trial) {
    line(
        "width %4d   %,8.0f seed-steps/s   %,5d MiB"
            .formatted(trial.width(), trial.seedStepsPerSecond(), trial.bytes() >> 20));
  }

  @Override
  public void stageStarts(String newStage, int seeds, int newPopulations, long newSeedSteps) {
    stage = newStage;
    alive = seeds;
    populations = newPopulations;
    seedSteps = newSeedSteps;
    done = 0;
    solved = 0;
    seedStepsDone = 0;
    seedStepsTrained = 0;
    seedStepsPlanned = 0;
    scores.clear();
    stageStarted = System.nanoTime();
    show(stage + ": " + seeds + " seeds in " + newPopulations + " populations");
  }

  @Override
  public void populationDone(PopulationResult record, boolean resumed) {
    done++;
    seedStepsDone += record.plannedSeedSteps();
    seedStepsTrained += resumed ? 0 : record.seedSteps();
    seedStepsPlanned += resumed ? 0 : record.plannedSeedSteps();
    for (var outcome : record.outcomes()) {
      scores.add(outcome.score());
      solved += outcome.solved() ? 1 : 0;
    }
    scores.sort(null);
    alive -= (int) record.outcomes().stream().filter(SeedOutcome::diverged).count();
    show(
        "%s: population %d/%d%s  alive %d  best %s  median %s  solved %d  %s"
            .formatted(
                stage,
                done,
                populations,
                resumed ? " (committed before)" : "",
                alive,
                score(scores.get(0)),
                score(scores.get(scores.size() / 2)),
                solved,
                schedule()));
  }

  private static String score(Score score) {
    return String.format(Locale.ROOT, "%.3f (loss %.4f)", score.exact(), score.loss());
  }

  private String schedule() {
    double seconds = (System.nanoTime() - stageStarted) / 1e9;
    if (seedStepsTrained == 0 || seconds <= 0) {
      return "";
    }
    double perSecond = seedStepsTrained / seconds;
    // Parked seeds save steps in what is left as they did in what is done.
    double left = Math.max(0, seedSteps - seedStepsDone) * seconds / seedStepsPlanned;
    return String.format(Locale.ROOT, "%,.0f seed-steps/s  %.0f s left", perSecond, left);
  }

  @Override
  public void rungDone(RungRecord rung) {
    long diverged = rung.standings().stream().filter(RungRecord.Standing::diverged).count();
    line(
        "%s done at step %d: %d of %d solved, %d diverged, %d continue%s"
            .formatted(
                stage,
                rung.step(),
                rung.standings().stream().filter(RungRecord.Standing::solved).count(),
                rung.standings().size(),
                diverged,
                rung.survivors().size(),
                rung.controls().isEmpty()
                    ? ""
                    : " and %d pruned controls".formatted(rung.controls().size())));
  }

  @Override
  public void roundStarts(int bracket, int round, int rounds, int settings) {
    lastRound = round == rounds - 1;
    round(bracket, round, settings + " settings");
  }

  @Override
  public void roundDone(SweepRound done) {
    long solved = done.results().stream().filter(result -> result.solved() > 0).count();
    round(
        done.bracket(),
        done.round(),
        "%d of %d settings solved a seed%s"
            .formatted(
                solved,
                done.results().size(),
                lastRound ? "" : ", %d continue".formatted(done.continuing().size())));
  }

  private void round(int bracket, int round, String what) {
    line("bracket %d, round %d: %s".formatted(bracket + 1, round + 1, what));
  }

  @Override
  public void swept(SweepLeaderboard leaderboard) {
    line("");
    SweepTable.print(out, leaderboard, LeaderboardCommand.BEST);
  }

  @Override
  public void ranked(Leaderboard leaderboard) {
    line("");
    LeaderboardCommand.print(out, leaderboard, LeaderboardCommand.BEST);
  }

  /** Prints a line that stays. */
  private void line(String text) {
    out.println(terminal ? "\r\u001b[K" + text : text);
    out.flush();
  }

  /** Prints a line that the next one replaces on a terminal. */
  private void show(String text) {
    if (terminal) {
      out.print("\r\u001b[K" + text);
      out.flush();
    } else {
      line(text);
    }
  }

  @Override
  public void close() {
    if (terminal) {
      out.print("\r\u001b[K");
      out.flush();
    }
  }
}
