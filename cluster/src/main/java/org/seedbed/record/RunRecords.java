package org.seedbed.record;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.ExperimentFile;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.model.LearningCurve;

/** Reads back what a run committed. Driver. */
public final class RunRecords {
  private RunRecords() {}

  /**
   * The experiment that a run folder was made for, every value explicit.
   *
   * @throws IllegalArgumentException when the folder has none
   */
  public static Experiment experiment(RunFolder run) throws IOException {
    if (!run.exists(run.experiment())) {
      throw new IllegalArgumentException(
          "No run in " + run.root() + ": it has no experiment.yaml. Give the folder of a run.");
    }
    String yaml = new String(run.read(run.experiment()), StandardCharsets.UTF_8);
    return ExperimentFile.read(yaml, Map.of());
  }

  /** Writes the experiment of a run, every value explicit. */
  public static void writeExperiment(RunFolder run, Experiment experiment) throws IOException {
    byte[] yaml = ExperimentFile.write(experiment).getBytes(StandardCharsets.UTF_8);
    run.write(run.experiment(), yaml);
  }

  /** Records of a stage's populations, by number; empty if it has none. */
  public static List<PopulationRecord> of(RunFolder run, String stage) throws IOException {
    var records = new ArrayList<PopulationRecord>();
    for (int number = 0; run.exists(run.population(stage, number)); number++) {
      records.add(population(run, stage, number));
    }
    return records;
  }

  private static PopulationRecord population(RunFolder run, String stage, int number)
      throws IOException {
    return run.readJson(run.population(stage, number), PopulationRecord.class);
  }

  /**
   * The record of the population that a seed was a member of in a rung; empty where it took no part
   * or nothing is committed. Reads the decisions of the rungs before, and that one record.
   */
  public static Optional<PopulationRecord> population(
      RunFolder run, Experiment experiment, int rung, long seed) throws IOException {
    List<Long> alive;
    if (rung == 0) {
      alive = experiment.seeds().all();
    } else if (run.exists(run.rung(rung - 1))) {
      alive = run.readJson(run.rung(rung - 1), RungRecord.class).survivors();
    } else {
      return Optional.empty();
    }
    return new RungPopulations(run, experiment, rung, alive).holding(seed);
  }

  /**
   * Points of the learning curves of some seeds, by step; a seed whose records are gone has none.
   * Reads those populations only that the seeds were members of.
   */
  public static Map<Long, List<LearningCurve.Point>> curves(RunFolder run, Set<Long> seeds)
      throws IOException {
    var curves = new HashMap<Long, List<LearningCurve.Point>>();
    var experiment = experiment(run);
    List<Long> alive = experiment.seeds().all();
    for (int rung = 0; rung < experiment.search().rungs().size() && !alive.isEmpty(); rung++) {
      for (var record : new RungPopulations(run, experiment, rung, alive).holding(seeds)) {
        for (var outcome : record.outcomes()) {
          if (seeds.contains(outcome.seed())) {
            curves
                .computeIfAbsent(outcome.seed(), seed -> new ArrayList<>())
                .addAll(outcome.curve().points());
          }
        }
      }
      alive =
          run.exists(run.rung(rung))
              ? run.readJson(run.rung(rung), RungRecord.class).survivors()
              : List.of();
    }
    return curves;
  }

  /** Committed rungs, in order. */
  public static List<RungRecord> rungs(RunFolder run) throws IOException {
    var rungs = new ArrayList<RungRecord>();
    for (int rung = 0; run.exists(run.rung(rung)); rung++) {
      rungs.add(run.readJson(run.rung(rung), RungRecord.class));
    }
    return rungs;
  }

  /** The leaderboard of a finished run. */
  public static Leaderboard leaderboard(RunFolder run) throws IOException {
    return run.readJson(run.leaderboard(), Leaderboard.class);
  }

  /** The trained parameters of a restart of a run or of a series, {@code [P]}. */
  public static float[] trainedParameters(RunFolder run, ExperimentModel<?> experiment, long seed)
      throws IOException {
    var search = RunSeries.holding(run, seed);
    var searched = experiment(search);
    for (int rung = searched.search().rungs().size() - 1; rung >= 0; rung--) {
      var record = population(search, searched, rung, seed);
      if (record.isPresent()) {
        return trainedParameters(search, experiment, record.get(), seed);
      }
    }
    throw new IllegalArgumentException("Seed " + seed + " is not in run " + run.root() + ".");
  }

  /** Parameters of a seed as a population left them. */
  public static float[] trainedParameters(
      RunFolder run, ExperimentModel<?> experiment, PopulationRecord record, long seed)
      throws IOException {
    byte[] bytes = run.readVerified(run.state(record.stage(), record.number()), record.state());
    return StateFile.population(bytes, experiment.layout()).member(seed).parameters();
  }
}
