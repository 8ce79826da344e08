package org.seedbed.job;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.seedbed.restart.Generalization;
import org.seedbed.restart.WilsonInterval;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code seedbed evaluate}. */
@Command(
    name = "evaluate",
    description = "Tries a trained restart's discretized program on held-out examples.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private RankedRestart restart;

  @Option(
      names = "--lengths",
      split = ",",
      defaultValue = "3,6,10,20,50",
      description = "Lengths to try (default: ${DEFAULT-VALUE}).")
  private List<Integer> lengths;

  @Override
  public Integer call() throws Exception {
    var opened = restart.open();
    var out = spec.commandLine().getOut();
    var entry = opened.leaderboard().atRank(restart.rank());
    out.printf("rank %d, seed %d, discretized program%n", restart.rank(), entry.seed());
    out.println("length     M  exact           share  95 % interval");
    for (var at :
        Generalization.at(opened.experiment(), opened.trainedRow(restart.rank()), lengths)) {
      var interval = WilsonInterval.of(at.exact(), at.examples());
      out.printf(
          Locale.ROOT,
          "%6d %5d  %5d of %5d  %.4f  %.4f to %.4f%n",
          at.length(),
          at.modulus(),
          at.exact(),
          at.examples(),
          at.exact() / (double) at.examples(),
          interval.low(),
          interval.high());
    }
    return ExitCode.OK.code();
  }
}
