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
      "Prints what a trained restart does on a held-out example, or on an input of your own.",
      "Depending on the model, this is the learned program, an answer, the action on each stack, or the",
      "calls that it makes, each with its probability (a dot ends a frame)."
    },
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private RankedRestart restart;

  @Mixin private RunForm form;

  @Option(
      names = "--input",
      description =
          "An input of your own, for tasks that take one; 'seedbed tasks' shows the syntax.")
  private String input;

  @Override
  public Integer call() throws Exception {
    var opened = restart.open();
    var out = spec.commandLine().getOut();
    var experiment = form.of(opened.experiment());
    out.printf(
        "rank %d, seed %d%s%n",
        restart.rank(),
        opened.leaderboard().atRank(restart.rank()).seed(),
        RunForm.told(experiment));
    float[] parameters = opened.trainedParameters(restart.rank());
    out.print(
        input == null
            ? Rendering.ofHeldOut(experiment, parameters)
            : Rendering.of(experiment, parameters, input));
    out.flush();
    return ExitCode.OK.code();
  }
}
