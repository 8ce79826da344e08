package org.seedbed.job;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.seedbed.files.StoragePath;
import org.seedbed.metrics.ProcessMetrics;
import org.seedbed.metrics.RunLabels;
import org.seedbed.record.RunFolder;
import org.seedbed.search.RunSession;
import org.seedbed.search.SearchListener;
import org.seedbed.sweep.Sweep;
import org.seedbed.sweep.SweepFile;
import org.seedbed.sweep.SweepMetrics;
import org.seedbed.sweep.SweepRecords;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code seedbed sweep}. */
@Command(
    name = "sweep",
    description = {
      "Searches settings and seeds together: draws settings from the section 'space' of an"
          + " experiment file, trains the same seeds with each, and drops those that cost too much"
          + " per solved seed.",
      "The section 'sweep' says how many settings and seeds. docs/sweeps.md explains both."
    },
    mixinStandardHelpOptions = true)
final class SweepCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private MetricsOptions metrics;
  @Mixin private ExperimentOptions options;

  @Option(names = "--out", required = true, description = "Folder of the sweep.")
  private String out;

  @Option(
      names = "--resume",
      description = "Resume the sweep in --out from its committed work, or start a new one.")
  private boolean resume;

  @Override
  public Integer call() throws Exception {
    metrics.check();
    var request = options.sweep();
    run(spec, () -> request, out, resume, metrics);
    return ExitCode.OK.code();
  }

  /** What a sweep is asked for. */
  @FunctionalInterface
  interface Asked {
    SweepFile.Request request() throws IOException;
  }

  /**
   * Runs a sweep in a folder and writes its report.
   *
   * @param asked called again once the folder is held: its plan may have grown since
   */
  static void run(CommandSpec spec, Asked asked, String out, boolean resume, MetricsOptions metrics)
      throws Exception {
    var run = RunFolder.at(StoragePath.of(out), Spark.hadoopConfiguration());
    var writer = spec.commandLine().getOut();
    checkIsSweep(run);
    var experiment = asked.request().experiment();
    int threads = experiment.search().threads();
    var labels = new RunLabels(out, experiment.model(), experiment.task());
    try (var session = RunSession.open(run, experiment, resume, writer::println);
        var progress = Progress.on(writer)) {
      try (var spark = Spark.open("sweep", labels, threads, metrics, writer)) {
        var watched =
            new SweepMetrics(ProcessMetrics.current(), run.root(), spark.hadoopConfiguration());
        var listener = SearchListener.all(List.of(progress, watched));
        Sweep.open(spark, asked.request(), session.folder(), listener, List.of(progress, watched))
            .run();
      }
      SweepReport.write(session.folder());
    }
    writer.println("settings     " + run.settings());
    writer.println("best setting " + run.bestSetting());
    writer.println("report       " + run.report());
  }

  /** Refuses a folder in which something else was begun. */
  private static void checkIsSweep(RunFolder run) throws IOException {
    if (run.exists(run.provenance()) && !SweepRecords.isSweep(run)) {
      throw new IllegalArgumentException(
          "Output folder %s is a run, and no sweep. Give another --out.".formatted(run.root()));
    }
  }
}
