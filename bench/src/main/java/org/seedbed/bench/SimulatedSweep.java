package org.seedbed.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.seedbed.model.LearningCurve;
import org.seedbed.model.population.PopulationState;
import org.seedbed.model.population.ScheduleState;
import org.seedbed.record.RunFolder;
import org.seedbed.record.SeedOutcome;
import org.seedbed.search.SearchListener;
import org.seedbed.sweep.RoundListener;
import org.seedbed.sweep.Sweep;
import org.seedbed.sweep.SweepFile;
import org.seedbed.sweep.SweepJob;
import org.seedbed.sweep.SweepRecord;
import org.seedbed.sweep.SweepRecords;
import org.seedbed.sweep.SweepRound;
import org.seedbed.task.ExampleKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Measures the driver's work in a sweep of very many settings and slots. Runs the real driver code
 * with drawn outcomes instead of training.
 */
@Command(
    name = "sweep-simulation",
    description =
        "Cost of the driver in a sweep of very many settings; draws outcomes instead of training.",
    mixinStandardHelpOptions = true)
public final class SimulatedSweep implements Callable<Integer> {
  private static final String FILE =
      """
      model: nram
      task: memory/copy
      search: {rungs: [800], width: %d, slots: %d}
      space:
        training.adam.learningRate: {loguniform: [0.001, 0.1]}
        training.adam.clipNorm: {loguniform: [0.1, 10]}
        nram.entropyBonus: {loguniform: [0.001, 10]}
      sweep: {settings: %d, rounds: [%d, %d], keep: 1, undecided: 1}
      """;

  @Mixin private Figures figures;

  @Parameters(index = "0", paramLabel = "OUT", description = "Folder of the simulated sweep.")
  private Path out;

  @Option(
      names = "--settings",
      defaultValue = "10000",
      description = "Number of settings (default: ${DEFAULT-VALUE}).")
  private int settings;

  @Option(
      names = "--seeds",
      defaultValue = "100",
      description =
          "Seeds of each, half of them in each of two rounds (default: ${DEFAULT-VALUE}).")
  private int seeds;

  @Option(
      names = "--slots",
      defaultValue = "1000",
      description = "Populations that train at the same time (default: ${DEFAULT-VALUE}).")
  private int slots;

  @Option(
      names = "--width",
      defaultValue = "64",
      description = "Maximum seeds per population (default: ${DEFAULT-VALUE}).")
  private int width;

  private final DriverMeter meter = new DriverMeter();

  @Override
  public Integer call() throws Exception {
    try (var spark = DriverMeter.spark("sweep-simulation")) {
      var run = RunFolder.at(new org.apache.hadoop.fs.Path(out.toUri()), new Configuration());
      sweep(spark, run, "all rounds");
      run.remove(run.settings());
      sweep(spark, run, "resume when all is done");
      meter.begin();
      SweepRecords.leaderboard(run);
      add("check of all records", 0);
    }
    return 0;
  }

  private void sweep(JavaSparkContext spark, RunFolder run, String what) throws IOException {
    meter.begin();
    var yaml = FILE.formatted(width, slots, settings, seeds / 2, seeds);
    var request = SweepFile.read(yaml, Map.of(), Map.of(), note -> {});
    var populations = new int[1];
    var counted =
        new SearchListener() {
          @Override
          public void stageStarts(String stage, int members, int count, long seedSteps) {
            populations[0] += count;
          }
        };
    var rounds =
        new RoundListener() {
          @Override
          public void roundDone(SweepRound round) {
            figures.out().printf("round %d done%n", round.round() + 1);
          }
        };
    Sweep.open(spark, request, run, counted, List.of(rounds))
        .trainedBy(SimulatedSweep::drawn)
        .run();
    add(what, populations[0]);
  }

  /** A setting solves a share of its seeds that its number gives. */
  private static SweepRecord drawn(
      SweepJob job, String yaml, RunFolder run, Configuration hadoop, LongConsumer seedSteps) {
    var outcomes = new ArrayList<SeedOutcome>();
    for (int k = 0; k < job.seeds().size(); k++) {
      int setting = job.ofMembers().get(k);
      double share = ExampleKey.of("share").with(setting).random().nextDouble();
      var random = ExampleKey.of("seed").with(setting).with(job.seeds().get(k)).random();
      boolean solved = random.nextDouble() < share;
      var schedule = ScheduleState.START.parkedAt(solved ? 50 + 50L * random.nextInt(15) : -1);
      var member =
          new PopulationState.Member(
              job.seeds().get(k), -1, schedule, new float[0], new float[0], new float[0]);
      outcomes.add(
          SeedOutcome.of(
              member,
              new SeedOutcome.Score(solved ? 1 : random.nextDouble(), random.nextDouble()),
              solved ? 50 : 0,
              Optional.empty(),
              "%064x".formatted(random.nextLong() & Long.MAX_VALUE),
              new LearningCurve(List.of())));
    }
    var work = outcomes.stream().map(o -> (double) o.parkedAt().orElse(800L)).toList();
    return SweepRecord.of(job, outcomes, work, 1, 1);
  }

  private void add(String what, int populations) throws IOException {
    double cpu = meter.cpuSeconds();
    figures.add(
        "",
        what,
        "settings",
        settings,
        "seeds",
        (long) (settings + 1) * seeds,
        "populations",
        populations == 0 ? "" : populations,
        "wall s",
        meter.wallSeconds(),
        "driver CPU s",
        cpu,
        "driver CPU ms per population",
        populations == 0 ? "" : 1e3 * cpu / populations,
        "heap after collection, MiB",
        DriverMeter.usedHeap() / 1048576.0,
        "largest heap allowed, MiB",
        Runtime.getRuntime().maxMemory() / 1048576.0);
  }
}
