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

/** Reads the committed records of a run. Runs on the driver. */
public final class RunRecords {
  private RunRecords() {}

  /**
   * Returns the experiment of a run, with every value explicit.
   *
   * @throws IllegalArgumentException if the folder has none
   */
  public static Experiment experiment(RunFolder run) throws IOException {
    if (!run.exists(run.experiment())) {
      throw new IllegalArgumentException(
          "No run in " + run.root() + ": it has no experiment.yaml. Give the folder of a run.");
    }
    return ExperimentFile.readStored(run.read(run.experiment()), run.experiment());
  }

  /** Writes the experiment of a run, with every value explicit. */
  public static void writeExperiment(RunFolder run, Experiment experiment) throws IOException {
    run.writeExperiment(ExperimentFile.write(experiment).getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the records of a stage's populations, ordered by number; empty if it has none. */
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
   * Returns the record of the population that held a seed in a rung; empty if the seed took no part
   * or the population is not committed. Reads only the previous rung's decision and that record.
   */
  public static Optional<PopulationRecord> population(
      RunFolder run, Experiment experiment, int rung, long seed) throws IOException {
    List<Long> alive;
    if (rung == 0) {
      alive = experiment.seeds().all();
    } else if (run.exists(run.rung(rung - 1))) {
      alive = run.readJson(run.rung(rung - 1), RungRecord.class).alive();
    } else {
      return Optional.empty();
    }
    return new RungPopulations(run, experiment, rung, alive).holding(seed);
  }

  /**
   * Returns the learning curves of some seeds, ordered by step. A seed whose records are missing
   * has no points. Reads only the populations that the seeds were members of.
   */
  public static Map<Long, List<LearningCurve.Point>> curves(RunFolder run, Set<Long> seeds)
      throws IOException {
    var curves = new HashMap<Long, List<LearningCurve.Point>>();
    var experiment = experiment(run);
    List<Long> alive = experiment.seeds().all();
    for (int rung = 0; rung < experiment.search().ends().size() && !alive.isEmpty(); rung++) {
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
              ? run.readJson(run.rung(rung), RungRecord.class).alive()
              : List.of();
    }
    return curves;
  }

  /** Returns the committed rungs, in order. */
  public static List<RungRecord> rungs(RunFolder run) throws IOException {
    var rungs = new ArrayList<RungRecord>();
    for (int rung = 0; run.exists(run.rung(rung)); rung++) {
      rungs.add(run.readJson(run.rung(rung), RungRecord.class));
    }
    return rungs;
  }

  /** Returns the core-seconds that a search spent in the kernel in its rungs. */
  public static double rungCoreSeconds(RunFolder run, Experiment experiment) throws IOException {
    double seconds = 0;
    for (var rung : rungs(run)) {
      for (var record : of(run, RunFolder.rungStage(rung.rung()))) {
        seconds += record.kernelSeconds();
      }
    }
    return seconds * experiment.search().threads();
  }

  /** Returns the leaderboard of a finished run. */
  public static Leaderboard leaderboard(RunFolder run) throws IOException {
    return run.readJson(run.leaderboard(), Leaderboard.class);
  }

  /** Returns the trained parameters {@code [P]} of a restart of a run or a series. */
  public static float[] trainedParameters(RunFolder run, ExperimentModel<?> experiment, long seed)
      throws IOException {
    var search = RunSeries.holding(run, seed);
    var searched = experiment(search);
    var further = further(search, searched, seed);
    if (further.isPresent()) {
      return trainedParameters(search, experiment, further.get(), seed);
    }
    return trainedParameters(search, experiment, lastRungOf(search, searched, seed), seed);
  }

  /**
   * Returns the record of the population that held a seed in the last rung that it took part in.
   *
   * @throws IllegalArgumentException if it took part in none
   */
  public static PopulationRecord lastRungOf(RunFolder run, Experiment experiment, long seed)
      throws IOException {
    for (int rung = experiment.search().ends().size() - 1; rung >= 0; rung--) {
      var record = population(run, experiment, rung, seed);
      if (record.isPresent()) {
        return record.get();
      }
    }
    throw new IllegalArgumentException("Seed " + seed + " is not in run " + run.root() + ".");
  }

  /** Returns the record of further training that gave a seed its place on the leaderboard. */
  private static Optional<PopulationRecord> further(RunFolder run, Experiment experiment, long seed)
      throws IOException {
    if (!run.exists(run.leaderboard())) {
      return Optional.empty();
    }
    int lastStep = experiment.search().lastStep();
    boolean gained =
        leaderboard(run).entries().stream()
            .anyMatch(entry -> entry.seed() == seed && entry.steps() == lastStep);
    return gained
        ? of(run, RunFolder.FURTHER).stream().filter(record -> record.has(seed)).findFirst()
        : Optional.empty();
  }

  /** Returns a seed's parameters from a committed population state. */
  public static float[] trainedParameters(
      RunFolder run, ExperimentModel<?> experiment, PopulationRecord record, long seed)
      throws IOException {
    byte[] bytes = run.readVerified(run.state(record.stage(), record.number()), record.state());
    return StateFile.population(bytes, experiment.layout()).member(seed).kept();
  }
}
