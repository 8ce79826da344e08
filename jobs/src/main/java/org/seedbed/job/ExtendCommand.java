package org.seedbed.job;

import java.util.concurrent.Callable;
import org.seedbed.files.StoragePath;
import org.seedbed.record.RunFolder;
import org.seedbed.sweep.SweepFile;
import org.seedbed.sweep.SweepRecords;
import org.seedbed.task.Bounds;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code seedbed extend}. */
@Command(
    name = "extend",
    description = {
      "Adds budget to a sweep, and runs it: further settings, which race by themselves, or further"
          + " seeds for the settings that were not dropped.",
      "If it is killed, 'seedbed sweep --resume' with the sweep's file goes on."
    },
    mixinStandardHelpOptions = true)
final class ExtendCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private MetricsOptions metrics;

  @Parameters(paramLabel = "SWEEP", description = "Folder of the sweep.")
  private String sweep;

  @Option(names = "--settings", description = "Number of settings to add.")
  private Integer settings;

  @Option(
      names = "--seeds",
      description =
          "Seeds that the settings which are not dropped train in all, in a further round.")
  private Integer seeds;

  @Override
  public Integer call() throws Exception {
    metrics.check();
    if (settings == null && seeds == null) {
      throw new IllegalArgumentException("Nothing to add. Give --settings, --seeds or both.");
    }
    var run = RunFolder.at(StoragePath.of(sweep), Spark.hadoopConfiguration());
    var plan = SweepRecords.plan(run);
    if (settings != null) {
      Bounds.check("--settings", settings, 1, 1_000_000);
      plan = plan.withSettings(settings);
    }
    if (seeds != null) {
      plan = plan.withRound(seeds);
    }
    SweepCommand.run(spec, SweepFile.request(plan), sweep, true, metrics);
    return ExitCode.OK.code();
  }
}
