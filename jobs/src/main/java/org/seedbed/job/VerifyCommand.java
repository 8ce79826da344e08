package org.seedbed.job;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.seedbed.model.npi.NpiVerification.Counterexample;
import org.seedbed.restart.RunRecords;
import org.seedbed.task.trace.TraceTask;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code seedbed verify}. */
@Command(
    name = "verify",
    description = {
      "Checks a trained restart of a recursive npi task on every frame that its program can meet:",
      "prints PROVED, or a counterexample and exits with 3."
    },
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private RankedRestart restart;

  @Override
  public Integer call() throws Exception {
    var opened = restart.open();
    var out = spec.commandLine().getOut();
    var verification = RunRecords.verified(opened.experiment(), opened.trainedRow(restart.rank()));
    out.printf(
        "rank %d, seed %d%n", restart.rank(), opened.leaderboard().atRank(restart.rank()).seed());
    out.printf(
        "checked %,d frames of %,d steps: all that the program of %s makes, whatever its input%n",
        verification.frames(), verification.steps(), opened.experiment().task().name());
    verification
        .counterexample()
        .ifPresentOrElse(
            wrong -> print(out, (TraceTask<?>) opened.experiment().task(), wrong),
            () ->
                out.printf(
                    "PROVED: right on every input; least lead of a decision %.2f nats%n",
                    verification.margin()));
    return verification.proved() ? ExitCode.OK.code() : ExitCode.DISAGREES.code();
  }

  private static void print(PrintWriter out, TraceTask<?> task, Counterexample wrong) {
    var vocabulary = task.vocabulary();
    out.printf("NOT PROVED: wrong in %,d frames. The first:%n", wrong.wrong());
    out.printf("  input  %s%n", wrong.input());
    out.printf("  frame  %s%n", vocabulary.text(wrong.frame().call()));
    var steps = wrong.frame().steps();
    for (int i = 0; i < steps.size(); i++) {
      out.printf(
          "  step %d %s  %s → %s%s%n",
          i + 1,
          i == wrong.number() ? "WRONG" : "     ",
          vocabulary.text(steps.get(i).observation()),
          vocabulary.text(steps.get(i).call()),
          i + 1 == steps.size() ? "." : "");
    }
    out.println("  (shown is what the program does; a dot ends the frame)");
  }
}
