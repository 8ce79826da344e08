package org.seedbed.job;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.seedbed.files.StoragePath;
import org.seedbed.record.RunFolder;
import org.seedbed.record.RunSeries;
import org.seedbed.search.Replay;
import org.seedbed.search.RunIntegrity;
import org.seedbed.sweep.SweepRecords;
import org.seedbed.sweep.SweepReplay;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code seedbed replay}. */
@Command(
    name = "replay",
    description = {
      "Retrains a restart in its original population, as the same member, and compares digests.",
      "Exits with 3 if they disagree, which can happen on another processor or backend."
    },
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "Folder of the run.")
  private String run;

  @Option(names = "--seed", required = true, description = "Seed of the restart.")
  private long seed;

  @Option(names = "--setting", description = "For a sweep: number of the seed's setting.")
  private Integer setting;

  @Override
  public Integer call() throws Exception {
    var out = spec.commandLine().getOut();
    boolean agrees = true;
    for (var rung : replayed()) {
      out.printf("%s, step %d%n", rung.stage(), rung.step());
      out.println("  recorded " + rung.recorded());
      out.println("  replayed " + rung.replayed() + (rung.agrees() ? "  agrees" : "  DISAGREES"));
      agrees &= rung.agrees();
    }
    return (agrees ? ExitCode.OK : ExitCode.DISAGREES).code();
  }

  private List<Replay.ReplayedRung> replayed() throws IOException {
    var configuration = Spark.hadoopConfiguration();
    var given = RunFolder.at(StoragePath.of(run), configuration);
    if (SweepRecords.isSweep(given)) {
      if (setting == null) {
        throw new IllegalArgumentException(
            "%s is a sweep: give --setting, too, such as --setting 0.".formatted(run));
      }
      return List.of(SweepReplay.replay(given, configuration, setting, seed));
    }
    if (setting != null) {
      throw new IllegalArgumentException(
          "--setting is %d, but %s is no sweep. Leave it out.".formatted(setting, run));
    }
    var folder = RunSeries.holding(given, seed);
    RunIntegrity.check(folder);
    return new Replay(folder, configuration).replay(seed);
  }
}
