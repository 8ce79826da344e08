package org.seedbed.job;

import java.util.concurrent.Callable;
import org.seedbed.files.StoragePath;
import org.seedbed.record.RunFolder;
import org.seedbed.record.RunSeries;
import org.seedbed.search.Replay;
import org.seedbed.search.RunIntegrity;
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

  @Override
  public Integer call() throws Exception {
    var configuration = Spark.hadoopConfiguration();
    var folder = RunSeries.holding(RunFolder.at(StoragePath.of(run), configuration), seed);
    RunIntegrity.check(folder);
    var out = spec.commandLine().getOut();
    boolean agrees = true;
    for (var rung : new Replay(folder, configuration).replay(seed)) {
      out.printf("%s, step %d%n", rung.stage(), rung.step());
      out.println("  recorded " + rung.recorded());
      out.println("  replayed " + rung.replayed() + (rung.agrees() ? "  agrees" : "  DISAGREES"));
      agrees &= rung.agrees();
    }
    return (agrees ? ExitCode.OK : ExitCode.DISAGREES).code();
  }
}
