package org.seedbed.sweep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.seedbed.experiment.ExperimentFile;
import org.seedbed.record.RunFolder;
import org.seedbed.record.RunRecords;
import org.seedbed.search.Replay.ReplayedRung;

/**
 * Trains a seed of a setting again, as the same member of the same population, and compares the
 * digest of its parameters with the recorded one. Runs on the driver.
 */
public final class SweepReplay {
  private SweepReplay() {}

  /**
   * Replays a seed of a finished sweep, whose records are checked.
   *
   * @throws IllegalArgumentException if the sweep did not train the seed under that setting
   */
  public static ReplayedRung replay(RunFolder run, Configuration hadoop, int setting, long seed)
      throws IOException {
    var holding = new ArrayList<SweepRecord>();
    SweepRecords.leaderboard(
        run,
        record -> {
          if (member(record, setting, seed).isPresent()) {
            holding.add(record);
          }
        });
    if (holding.isEmpty()) {
      throw new IllegalArgumentException(
          "Setting %d did not train seed %d in sweep %s. Its leaderboard has the settings."
              .formatted(setting, seed, run.root()));
    }
    var record = holding.get(0);
    var settings = SweepRecords.plan(run).settings();
    var job =
        new SweepJob(
            record.stage(),
            record.number(),
            record.settings().stream().distinct().map(settings::get).toList(),
            record.settings(),
            record.outcomes().stream().map(outcome -> outcome.seed()).toList(),
            Math.toIntExact(record.step()));
    String yaml = ExperimentFile.write(RunRecords.experiment(run));
    var replayed = SweepTask.train(job, yaml, run, hadoop, seedSteps -> {});
    int k = member(record, setting, seed).getAsInt();
    return new ReplayedRung(
        "setting " + setting,
        record.stepsOf(record.outcomes().get(k)),
        record.outcomes().get(k).parametersSha256(),
        replayed.outcomes().get(k).parametersSha256());
  }

  private static OptionalInt member(SweepRecord record, int setting, long seed) {
    return IntStream.range(0, record.outcomes().size())
        .filter(k -> record.settings().get(k) == setting)
        .filter(k -> record.outcomes().get(k).seed() == seed)
        .findFirst();
  }
}
