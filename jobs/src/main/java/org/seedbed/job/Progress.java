package org.seedbed.job;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
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
 * event, and one each half minute in which nothing else happens. Thread-safe.
 */
final class Progress implements SearchListener, RoundListener, AutoCloseable {
  private static final double QUIET_SECONDS = 30;

  private final PrintWriter out;
  private final boolean terminal;
  private final LongSupplier nanoTime;
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
  private long lastLine;
  private boolean lastRound;

  private Progress(PrintWriter out, boolean terminal, LongSupplier nanoTime) {
    this.out = out;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    this.lastLine = nanoTime.getAsLong();
  }

  // In Java 17, which is required, a null console means no terminal.
  @SuppressWarnings("SystemConsoleNull")
  static Progress on(PrintWriter out) {
    return new Progress(out, System.console() != null, System::nanoTime);
  }

  /** Returns an instance that prints lines. For tests. */
  static Progress plain(PrintWriter out, LongSupplier nanoTime) {
    return new Progress(out, false, nanoTime);
  }

  @Override
  public synchronized void note(String line) {
    line(line);
  }

  @Override
  public synchronized void widthTried(WidthTrial trial) {
    line(
        "width %4d   %,8.0f seed-steps/s   %,5d MiB"
            .formatted(trial.width(), trial.seedStepsPerSecond(), trial.bytes() >> 20));
  }

  @Override
  public synchronized void stageStarts(
      String newStage, int seeds, int newPopulations, long newSeedSteps) {
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
    stageStarted = nanoTime.getAsLong();
    show(stage + ": " + seeds + " seeds in " + newPopulations + " populations");
  }

  @Override
  public synchronized void populationDone(PopulationResult record, boolean resumed) {
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
                schedule(0)));
  }

  private static String score(Score score) {
    return String.format(Locale.ROOT, "%.3f (loss %.4f)", score.exact(), score.loss());
  }

  @Override
  public synchronized void seedStepsInTraining(long inTraining) {
    if (terminal || secondsSince(lastLine) >= QUIET_SECONDS) {
      // A population that has just ended may be counted twice.
      double percent = Math.min(100, 100.0 * (seedStepsDone + inTraining) / seedSteps);
      show(
          String.format(
              Locale.ROOT,
              "%s: %.0f %% of %,d seed-steps  %s",
              stage,
              percent,
              seedSteps,
              schedule(inTraining)));
    }
  }

  private double secondsSince(long then) {
    return (nanoTime.getAsLong() - then) / 1e9;
  }

  private String schedule(long inTraining) {
    double seconds = secondsSince(stageStarted);
    if (seedStepsTrained + inTraining == 0 || seconds <= 0) {
      return "";
    }
    double perSecond = (seedStepsTrained + inTraining) / seconds;
    // Parked seeds save steps in what is left as they did in what is done.
    double left =
        Math.max(0, seedSteps - seedStepsDone - inTraining)
            * seconds
            / (seedStepsPlanned + inTraining);
    return String.format(Locale.ROOT, "%,.0f seed-steps/s  %.0f s left", perSecond, left);
  }

  @Override
  public synchronized void rungDone(RungRecord rung) {
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
  public synchronized void roundStarts(int bracket, int round, int rounds, int settings) {
    lastRound = round == rounds - 1;
    round(bracket, round, settings + " settings");
  }

  @Override
  public synchronized void roundDone(SweepRound done) {
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
  public synchronized void swept(SweepLeaderboard leaderboard) {
    line("");
    SweepTable.print(out, leaderboard, LeaderboardCommand.BEST);
  }

  @Override
  public synchronized void ranked(Leaderboard leaderboard) {
    line("");
    LeaderboardCommand.print(out, leaderboard, LeaderboardCommand.BEST);
  }

  /** Prints a line that stays. */
  private void line(String text) {
    lastLine = nanoTime.getAsLong();
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
  public synchronized void close() {
    if (terminal) {
      out.print("\r\u001b[K");
      out.flush();
    }
  }
}
