package org.seedbed.bench;

import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.seedbed.record.Costs;
import org.seedbed.record.RunFolder;
import org.seedbed.record.RunRecords;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Computes the share of a search's wall time that its slots spent in the training kernel. */
@Command(
    name = "kernel-share",
    description = "Share of a search's wall time that its slots spent in the training kernel.",
    mixinStandardHelpOptions = true)
final class KernelShare implements Callable<Integer> {
  @Mixin private Figures figures;

  @Parameters(paramLabel = "RUN", arity = "1..*", description = "Folders of finished runs.")
  private List<String> runs;

  @Override
  public Integer call() throws Exception {
    for (var run : runs) {
      var folder = RunFolder.at(new Path(run), new Configuration());
      var costs = folder.readJson(folder.costs(), Costs.class);
      var search = RunRecords.experiment(folder).search();
      double available = costs.wallSeconds() * search.slots().orElseThrow() * search.threads();
      figures.add(
          "run",
          folder.root().getName(),
          "slots",
          search.slots().orElseThrow(),
          "threads",
          search.threads(),
          "wall seconds",
          costs.wallSeconds(),
          "core-seconds in the kernel",
          costs.kernelCoreSeconds(),
          "core-seconds available",
          available,
          "share, %",
          100 * costs.kernelCoreSeconds() / available);
    }
    return 0;
  }
}
