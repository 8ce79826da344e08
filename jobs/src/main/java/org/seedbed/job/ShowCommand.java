package org.seedbed.job;

import java.util.concurrent.Callable;
import org.seedbed.evaluation.Rendering;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code seedbed show}. */
@Command(
    name = "show",
    description = {
      "Prints what a trained restart makes of a held-out example, or of an input of your own: a",
      "program that it has learnt, an answer, or the calls that it makes, each with its probability",
      "(a dot ends a frame). What is printed depends on the model."
    },
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private RankedRestart restart;

  @Option(
      names = "--input",
      description =
          "An input of your own, for tasks that take one: 'seedbed tasks' shows how it is written.")
  private String input;

  @Override
  public Integer call() throws Exception {
    var opened = restart.open();
    var out = spec.commandLine().getOut();
    out.printf(
        "rank %d, seed %d%n", restart.rank(), opened.leaderboard().atRank(restart.rank()).seed());
    float[] parameters = opened.trainedParameters(restart.rank());
    out.print(
        input == null
            ? Rendering.ofHeldOut(opened.experiment(), parameters)
            : Rendering.of(opened.experiment(), parameters, input));
    out.flush();
    return ExitCode.OK.code();
  }
}
