package org.seedbed.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import org.seedbed.experiment.Experiment;
import org.seedbed.planning.RecordedSeed;
import org.seedbed.record.Leaderboard;
import org.seedbed.record.Leaderboard.Entry;
import org.seedbed.record.Leaderboard.Outcome;
import org.seedbed.record.RunFolder;
import org.seedbed.record.RunRecords;
import org.seedbed.record.RunSeries;
import org.seedbed.record.ShareOfTask;

/**
 * The seeds of finished runs that were followed to their ends, for planning. Runs on the driver.
 *
 * @param experiment of the runs
 * @param seeds followed to their ends, each with the number of seeds that it stands for
 * @param secondsPerSeedStep core-seconds of a step of one seed
 */
public record RecordedCurves(
    Experiment experiment, List<RecordedSeed> seeds, double secondsPerSeedStep) {
  /**
   * Reads runs of one experiment, with any seeds and any search settings.
   *
   * @param runs one or more, or series of searches
   * @throws IllegalArgumentException if experiments differ, or a run pruned without a control arm
   */
  public static RecordedCurves read(List<RunFolder> runs) throws IOException {
    var searches = new ArrayList<RunFolder>();
    for (var run : runs) {
      searches.addAll(RunSeries.searches(run));
    }
    var first = RunRecords.experiment(searches.get(0));
    var seeds = new ArrayList<RecordedSeed>();
    double coreSeconds = 0;
    double seedSteps = 0;
    for (var search : searches) {
      var experiment = RunRecords.experiment(search);
      checkAlike(first, experiment, search);
      var leaderboard = RunRecords.leaderboard(search);
      seeds.addAll(followed(search, leaderboard));
      coreSeconds += RunRecords.rungCoreSeconds(search, experiment);
      seedSteps += leaderboard.statistics().seedSteps();
    }
    return new RecordedCurves(first, seeds, coreSeconds / seedSteps);
  }

  private static void checkAlike(Experiment first, Experiment other, RunFolder run) {
    boolean alike =
        other.withSeeds(first.seeds()).with(first.search()).equals(first)
            && other.search().lastStep() == first.search().lastStep();
    if (!alike) {
      throw new IllegalArgumentException(
          "Run %s has another experiment than the first one. Give runs that differ in seeds, rungs and pruning only, to the same last step."
              .formatted(run.root()));
    }
  }

  private static List<RecordedSeed> followed(RunFolder run, Leaderboard leaderboard)
      throws IOException {
    var share = ShareOfTask.of(leaderboard);
    if (share.pruned() && share.controlled().isEmpty()) {
      throw new IllegalArgumentException(
          "Run %s pruned seeds and has no control arm, so nothing is known of those. Run it again with --set search.control=0.1, or with --set search.pruning.rule=none."
              .formatted(run.root()));
    }
    int lastStep = leaderboard.experiment().search().lastStep();
    boolean stopped =
        leaderboard.entries().stream()
            .anyMatch(e -> e.outcome() == Outcome.UNSOLVED && e.steps() < lastStep);
    if (stopped) {
      throw new IllegalArgumentException(
          "Run %s was stopped before its last step, %d, so its seeds were not followed there. Give runs without search.stop."
              .formatted(run.root(), lastStep));
    }
    var times = ShareOfTask.times(leaderboard).seeds();
    var entries = leaderboard.entries();
    var wanted = new HashSet<Long>();
    for (int i = 0; i < entries.size(); i++) {
      // A diverged seed stays: it costs its steps, and never solves the task.
      if (times.get(i).weight() > 0) {
        wanted.add(entries.get(i).seed());
      }
    }
    var curves = RunRecords.curves(run, wanted);
    var seeds = new ArrayList<RecordedSeed>();
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      if (wanted.contains(entry.seed())) {
        OptionalLong solvedAt = times.get(i).solvedAt();
        seeds.add(
            RecordedSeed.of(
                curves.getOrDefault(entry.seed(), List.of()), solvedAt, times.get(i).weight()));
      }
    }
    return seeds;
  }
}
