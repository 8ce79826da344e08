package org.seedbed.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.seedbed.experiment.Experiment;
import org.seedbed.record.PopulationRecord;
import org.seedbed.record.RunFolder;
import org.seedbed.record.RunRecords;
import org.seedbed.record.SeedOutcome;
import org.seedbed.search.PopulationJob;
import org.seedbed.search.PopulationTraining;

/**
 * Commits the outcomes of a recorded run instead of training. With n recorded seeds, seed s gets
 * the outcomes of the recorded seed at index s mod n. States are 1 KiB of zeros.
 */
final class RecordedOutcomes implements PopulationTraining {
  private static final long serialVersionUID = 1L;
  private static final int STATE_BYTES = 1024;

  /** Outcomes by run: one list per recorded seed, with one element per rung. */
  private static final Map<String, List<List<SeedOutcome>>> RECORDED = new ConcurrentHashMap<>();

  private final String recorded;

  /**
   * @param recorded folder of a finished run
   */
  RecordedOutcomes(String recorded) {
    this.recorded = recorded;
  }

  @Override
  public PopulationRecord commit(
      PopulationJob job,
      Experiment experiment,
      RunFolder run,
      Configuration configuration,
      LongConsumer seedSteps)
      throws IOException {
    var seeds = RECORDED.computeIfAbsent(recorded, RecordedOutcomes::read);
    int rung = Integer.parseInt(job.stage().substring(job.stage().indexOf('/') + 1));
    var outcomes = new ArrayList<SeedOutcome>();
    for (long seed : job.seeds()) {
      var ofSeed = seeds.get((int) (seed % seeds.size()));
      var recordedThen = ofSeed.get(Math.min(rung, ofSeed.size() - 1));
      outcomes.add(recordedThen.of(seed));
    }
    var state = run.write(run.state(job.stage(), job.number()), new byte[STATE_BYTES]);
    var record =
        PopulationRecord.of(
            new PopulationRecord.Key(job.stage(), job.number(), job.untilStep()),
            state,
            outcomes,
            job.untilStep(),
            1,
            1);
    run.writeJson(run.population(job.stage(), job.number()), record);
    return record;
  }

  private static List<List<SeedOutcome>> read(String path) {
    try {
      var run = RunFolder.at(new Path(path), new Configuration());
      var bySeed = new TreeMap<Long, List<SeedOutcome>>();
      for (var rung : RunRecords.rungs(run)) {
        for (var record : RunRecords.of(run, RunFolder.rungStage(rung.rung()))) {
          for (var outcome : record.outcomes()) {
            bySeed.computeIfAbsent(outcome.seed(), s -> new ArrayList<>()).add(outcome);
          }
        }
      }
      return List.copyOf(bySeed.values());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
