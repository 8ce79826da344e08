package org.seedbed.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.record.PopulationRecord;
import org.seedbed.record.RunFolder;
import org.seedbed.record.RunRecords;
import org.seedbed.record.SeedOutcome;

/**
 * Trains a restart again, rung by rung, at the same position of the same population, and compares
 * the digests of its parameters with the recorded ones. Each rung starts from the verified
 * committed state of the rung before, so agreement at every rung means that the full training
 * agrees. Runs on the driver.
 */
public final class Replay {
  private final RunFolder run;
  private final ExperimentModel<?> experiment;
  private final Configuration configuration;

  public Replay(RunFolder run, Configuration configuration) throws IOException {
    this.run = run;
    this.experiment = ExperimentModel.of(RunRecords.experiment(run));
    this.configuration = configuration;
  }

  /**
   * The result of replaying one rung, or the training after them.
   *
   * @param stage display name, such as {@code rung 1}
   * @param step total steps at the end of the rung
   * @param recorded digest of the seed's parameters in the run's records
   * @param replayed digest of the seed's parameters after the replay
   */
  public record ReplayedRung(String stage, long step, String recorded, String replayed) {
    public boolean agrees() {
      return recorded.equals(replayed);
    }
  }

  /**
   * Replays every rung that a seed took part in.
   *
   * @throws IllegalArgumentException if the seed is not in the run
   */
  public List<ReplayedRung> replay(long seed) throws IOException {
    var replayed = new ArrayList<ReplayedRung>();
    List<PopulationRecord> before = List.of();
    for (int rung = 0; rung < experiment.experiment().search().ends().size(); rung++) {
      var records = records(rung);
      var found = records.stream().filter(record -> record.has(seed)).findFirst();
      if (found.isEmpty()) {
        break;
      }
      replayed.add(replay(seed, "rung " + (rung + 1), job(found.get(), before), found.get()));
      before = records;
    }
    replayed.addAll(replayedFurther(seed));
    if (replayed.isEmpty()) {
      var seeds = experiment.experiment().seeds();
      throw new IllegalArgumentException(
          "Seed %d is not in run %s. It has seeds %d … %d."
              .formatted(seed, run.root(), seeds.first(), seeds.last()));
    }
    return replayed;
  }

  private PopulationJob job(PopulationRecord record, List<PopulationRecord> before) {
    var seeds = record.seeds();
    var sources =
        before.stream()
            .filter(earlier -> seeds.stream().anyMatch(earlier::has))
            .map(PopulationJob.Source::of)
            .toList();
    return PopulationJob.ofRung(
        record.stage(),
        record.number(),
        seeds,
        sources,
        record.step(),
        experiment.experiment().dataSeed());
  }

  /** Replays the further training of a seed, if it took part in one. */
  private List<ReplayedRung> replayedFurther(long seed) throws IOException {
    for (var record : RunRecords.of(run, RunFolder.FURTHER)) {
      if (record.has(seed)) {
        var parkedIn = new ArrayList<PopulationRecord>();
        for (long member : record.seeds()) {
          parkedIn.add(RunRecords.lastRungOf(run, experiment.experiment(), member));
        }
        var sources = parkedIn.stream().map(PopulationJob.Source::of).distinct().toList();
        var job =
            PopulationJob.ofFurtherTraining(
                record.number(),
                record.seeds(),
                sources,
                record.step(),
                experiment.experiment().dataSeed());
        return List.of(replay(seed, "further training", job, record));
      }
    }
    return List.of();
  }

  private ReplayedRung replay(long seed, String stage, PopulationJob job, PopulationRecord record)
      throws IOException {
    var trained = new PopulationTask<>(experiment, run, configuration).train(job);
    return new ReplayedRung(
        stage, record.step(), digest(record.outcomes(), seed), digest(trained.outcomes(), seed));
  }

  private List<PopulationRecord> records(int rung) throws IOException {
    return RunRecords.of(run, RunFolder.rungStage(rung));
  }

  private static String digest(List<SeedOutcome> outcomes, long seed) {
    return outcomes.stream()
        .filter(outcome -> outcome.seed() == seed)
        .findFirst()
        .orElseThrow()
        .parametersSha256();
  }
}
