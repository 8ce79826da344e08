package org.seedbed.job;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.ExperimentFile;
import org.seedbed.files.StoragePath;
import org.seedbed.planning.Plan;
import org.seedbed.planning.PlanComparison;
import org.seedbed.planning.PlanComparison.Figure;
import org.seedbed.planning.PlanComparison.Promise;
import org.seedbed.planning.PlanComparison.Question;
import org.seedbed.record.RunFolder;
import org.seedbed.search.RecordedCurves;
import org.seedbed.search.RunIntegrity;
import org.seedbed.search.pruning.ControlArm;
import org.seedbed.task.Bounds;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code seedbed plan}. */
@Command(
    name = "plan",
    description = {
      "Plays other rungs, cutoffs and shares kept on the recorded seeds of finished runs, and says"
          + " which finds solved seeds at the least cost.",
      "The plan is chosen on one half of the seeds; what it promises comes from the other half, with"
          + " 95 %% intervals for a search of as many seeds."
    },
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
  private static final int SHOWN = 10;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "RUN",
      arity = "1..*",
      description = "Folders of finished runs of one experiment, with any seeds and pruning.")
  private List<String> runs;

  @Option(
      names = "--seeds",
      defaultValue = "256",
      description = "Number of restarts of the planned search (default: ${DEFAULT-VALUE}).")
  private int seeds;

  @Option(
      names = "--solved",
      defaultValue = "1",
      description = "Number of solved seeds that are wanted (default: ${DEFAULT-VALUE}).")
  private int solved;

  @Option(
      names = "--budget",
      description =
          "Core-seconds in which they are wanted (default: those of no pruning for one seed in"
              + " ten).")
  private Double budget;

  @Option(
      names = "--slots",
      defaultValue = "2",
      description = "Number of populations that train concurrently (default: ${DEFAULT-VALUE}).")
  private int slots;

  @Option(names = "--out", description = "Experiment file to write the best plan to.")
  private Path out;

  @Override
  public Integer call() throws Exception {
    Bounds.check("--seeds", seeds, 1, 4096);
    Bounds.check("--solved", solved, 1, Integer.MAX_VALUE);
    Bounds.check("--slots", slots, 1, 1_000_000);
    if (budget != null) {
      Bounds.check(budget > 0, "--budget", budget, "above 0");
    }
    var folders = new ArrayList<RunFolder>();
    for (var run : runs) {
      var folder = RunFolder.at(StoragePath.of(run), Spark.hadoopConfiguration());
      RunIntegrity.check(folder);
      FinishedRun.open(folder);
      folders.add(folder);
    }
    var recorded = RecordedCurves.read(folders);
    var experiment = recorded.experiment();
    int lastStep = experiment.search().lastStep();
    long solvedSeeds = recorded.seeds().stream().filter(s -> s.solvedAt().isPresent()).count();
    checkEnough(solvedSeeds, experiment);
    double ofOne = recorded.secondsPerSeedStep() * lastStep;
    var question =
        new Question(
            seeds,
            new ControlArm(experiment.search().control()),
            recorded.secondsPerSeedStep(),
            solved,
            budget == null ? ofOne * seeds / 10 : budget,
            slots * experiment.search().threads());
    var comparison = new PlanComparison(recorded.seeds(), question);
    var writer = spec.commandLine().getOut();
    writer.printf(
        Locale.ROOT,
        "%s on %s: %d seeds were followed to their ends, %d of them solved the task; %.3g core-seconds a seed-step%n",
        experiment.model(),
        experiment.task(),
        recorded.seeds().size(),
        solvedSeeds,
        recorded.secondsPerSeedStep());
    var chosen = comparison.choose(Plan.grid(experiment.training().checkEvery(), lastStep));
    writer.println("on the half that chooses, cheapest first:");
    print(writer, question, chosen.subList(0, Math.min(SHOWN, chosen.size())));
    var best = comparison.promise(chosen.get(0).plan());
    writer.println("on the other half:");
    print(writer, question, List.of(best));
    if (out != null) {
      Files.writeString(out, ExperimentFile.write(planned(experiment, best.plan())));
      writer.println("experiment " + out);
    }
    return ExitCode.OK.code();
  }

  private static void checkEnough(long solved, Experiment experiment) {
    if (solved < PlanComparison.FEWEST_SOLVED) {
      throw new IllegalArgumentException(
          "%d recorded seeds solved the task, and a plan needs %d. Nothing is known of the task yet, so run 'seedbed restarts --set search.pruning.rule=luby --set search.pruning.unit=%d' first."
              .formatted(
                  solved, PlanComparison.FEWEST_SOLVED, 2 * experiment.training().checkEvery()));
    }
  }

  /** Returns the experiment with the plan's rungs and rule, and layout left open. */
  private static Experiment planned(Experiment experiment, Plan plan) {
    return experiment.with(
        experiment
            .search()
            .with(plan.rungs(), plan.rule())
            .withLayout(OptionalInt.empty(), OptionalInt.empty()));
  }

  private static void print(PrintWriter out, Question question, List<Promise> promises) {
    out.printf(
        Locale.ROOT,
        "  %-28s  %-32s  %s%n",
        "core-s per solved seed",
        "wall s to the first on %d cores".formatted(question.cores()),
        "chance of %d in %.0f core-s  plan".formatted(question.solved(), question.budget()));
    for (var promise : promises) {
      out.printf(
          Locale.ROOT,
          "  %-28s  %-32s  %22.3f  %s%n",
          text(promise.coreSecondsPerSolved()),
          text(promise.wallSecondsToFirst()),
          promise.chance(),
          promise.plan().text());
    }
  }

  private static String text(Figure figure) {
    return String.format(
        Locale.ROOT, "%.3g (%.3g to %.3g)", figure.value(), figure.low(), figure.high());
  }
}
