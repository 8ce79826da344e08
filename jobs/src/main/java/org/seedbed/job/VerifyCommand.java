package org.seedbed.job;

import java.util.concurrent.Callable;
import org.seedbed.evaluation.FullVerification;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code seedbed verify}. */
@Command(
    name = "verify",
    description = {
      "Verifies a trained restart on every situation that any input can lead to, for tasks with a",
      "finite set of situations. Prints PROVED, or prints a counterexample and exits with 3."
    },
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private RankedRestart restart;

  @Override
  public Integer call() throws Exception {
    var opened = restart.open();
    var out = spec.commandLine().getOut();
    var verification =
        FullVerification.of(opened.experiment(), opened.trainedParameters(restart.rank()));
    out.printf(
        "rank %d, seed %d%n", restart.rank(), opened.leaderboard().atRank(restart.rank()).seed());
    out.printf("checked %s%n", verification.checked());
    verification
        .counterexample()
        .ifPresentOrElse(
            wrong -> out.printf("NOT PROVED: %s%n", wrong),
            () ->
                out.printf(
                    "PROVED: right on every input; least lead of a decision %.2f nats%n",
                    verification.margin()));
    return verification.proved() ? ExitCode.OK.code() : ExitCode.DISAGREES.code();
  }
}
