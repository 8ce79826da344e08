package org.seedbed.bench;

import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.seedbed.record.Costs;
import org.seedbed.record.RunFolder;
import org.seedbed.search.RestartSearch;

/** Share of a search's wall time that its slots spent in the kernel: {@code KernelShare RUN}. */
public final class KernelShare {
  private KernelShare() {}

  public static void main(String[] arguments) throws Exception {
    for (var run : arguments) {
      var folder = RunFolder.at(new Path(run), new Configuration());
      var costs = folder.readJson(folder.costs(), Costs.class);
      var search = RestartSearch.experimentOf(folder).search();
      double available = costs.wallSeconds() * search.slots().orElseThrow() * search.threads();
      System.out.printf(
          Locale.ROOT,
          "%s: %.1f core-seconds in the kernel of %.1f (%.1f s on %d slots of %d threads): %.1f %%%n",
          run,
          costs.kernelCoreSeconds(),
          available,
          costs.wallSeconds(),
          search.slots().orElseThrow(),
          search.threads(),
          100 * costs.kernelCoreSeconds() / available);
    }
  }
}
