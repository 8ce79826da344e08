package org.seedbed.job;

import java.util.concurrent.Callable;
import org.seedbed.restart.RunRecords;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code seedbed show}. */
@Command(
    name = "show",
    description =
        "Prints what a trained restart makes of a held-out example: the discretized program of a"
            + " Neural RAM, the answer of a Neural GPU.",
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private RankedRestart restart;

  @Override
  public Integer call() throws Exception {
    var opened = restart.open();
    var out = spec.commandLine().getOut();
    out.printf(
        "rank %d, seed %d%n", restart.rank(), opened.leaderboard().atRank(restart.rank()).seed());
    out.print(RunRecords.shown(opened.experiment(), opened.trainedRow(restart.rank())));
    out.flush();
    return ExitCode.OK.code();
  }
}
