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
      "Adds budget to a sweep, and runs it: further settings, or further seeds for the settings that"
          + " were not dropped.",
      "Numbers are totals, so the same command goes on after it was killed."
    },
    mixinStandardHelpOptions = true)
final class ExtendCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private MetricsOptions metrics;

  @Parameters(paramLabel = "SWEEP", description = "Folder of the sweep.")
  private String sweep;

  @Option(
      names = "--settings",
      description =
          "Number of settings beside the default, in all. Those added race by themselves.")
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
    var total = OptionalNumber.of(settings);
    var last = OptionalNumber.of(seeds);
    total.ifPresent(count -> Bounds.check("--settings", count, 1, 1_000_000));
    last.ifPresent(count -> Bounds.check("--seeds", count, 1, 1_000_000));
    var run = RunFolder.at(StoragePath.of(sweep), Spark.hadoopConfiguration());
    SweepCommand.run(
        spec,
        () -> SweepFile.request(SweepRecords.plan(run).extended(total, last)),
        sweep,
        true,
        metrics);
    return ExitCode.OK.code();
  }
}
