package org.seedbed.job;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.seedbed.record.RunComparison;
import org.seedbed.record.RunComparison.Side;
import org.seedbed.task.Bounds;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code seedbed compare}. */
@Command(
    name = "compare",
    description = {
      "Compares finished runs of one task with the first of them, on the seeds that both trained:"
          + " the difference in the share of solved seeds, and the ratio of the costs of a solved"
          + " seed.",
      "If a run pruned seeds, shares are compared on the control arm alone. Intervals hold for all"
          + " comparisons together with 95 %% confidence."
    },
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", arity = "2..*", description = "Folders of finished runs.")
  private List<String> runs;

  @Option(
      names = "--comparisons",
      description =
          "Number of comparisons for which the intervals hold together; count every look at runs"
              + " that grow (default: the number of runs less one).")
  private Integer comparisons;

  @Override
  public Integer call() throws Exception {
    int count = comparisons == null ? runs.size() - 1 : comparisons;
    Bounds.check("--comparisons", count, 1, 1_000);
    var sides = new ArrayList<Side>();
    for (var run : runs) {
      sides.add(side(run));
    }
    var out = spec.commandLine().getOut();
    var all = new ArrayList<RunComparison>();
    for (var side : sides.subList(1, sides.size())) {
      all.add(RunComparison.of(sides.get(0), side, count));
    }
    out.printf(
        Locale.ROOT,
        "compared with %s; intervals hold together for %d comparison%s%n",
        runs.get(0),
        count,
        count == 1 ? "" : "s");
    out.println(
        "seeds  solved there  solved here  difference of shares, % points  p (McNemar)  cost of a solved seed, ratio  run");
    for (int i = 0; i < all.size(); i++) {
      out.println(line(all.get(i)) + "  " + runs.get(i + 1));
    }
    return ExitCode.OK.code();
  }

  private static Side side(String run) throws IOException {
    return Side.read(FinishedRun.verified(run).folder());
  }

  private static String line(RunComparison one) {
    var difference = one.difference();
    return String.format(
        Locale.ROOT,
        "%5d  %12d  %11d  %31s  %11.4f  %28s",
        one.seeds(),
        one.firstSolved(),
        one.secondSolved(),
        String.format(
            Locale.ROOT,
            "%+.1f (%+.1f to %+.1f)",
            100 * difference.difference(),
            100 * difference.low(),
            100 * difference.high()),
        difference.pvalue(),
        one.cost()
            .map(
                c ->
                    String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", c.ratio(), c.low(), c.high()))
            .orElse("neither solved any"));
  }
}
