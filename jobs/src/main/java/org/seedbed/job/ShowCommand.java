package org.seedbed.job;

import java.util.concurrent.Callable;
import org.seedbed.restart.RunRecords;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code seedbed show}. */
@Command(
    name = "show",
    description =
        "Prints what a trained restart makes of a held-out example: the discretized program of a"
            + " Neural RAM, the answer of a Neural GPU, the calls of a Neural"
            + " Programmer-Interpreter with the probability of each; a dot ends a frame.",
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private RankedRestart restart;

  @Option(
      names = "--input",
      description = "For npi: an input of your own, such as \"96+125\", \"5 2 7\", \"0>1,1>2\".")
  private String input;

  @Override
  public Integer call() throws Exception {
    var opened = restart.open();
    var out = spec.commandLine().getOut();
    out.printf(
        "rank %d, seed %d%n", restart.rank(), opened.leaderboard().atRank(restart.rank()).seed());
    float[] row = opened.trainedRow(restart.rank());
    out.print(
        input == null
            ? RunRecords.shown(opened.experiment(), row)
            : RunRecords.shown(opened.experiment(), row, input));
    out.flush();
    return ExitCode.OK.code();
  }
}
