package org.seedbed.job;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.seedbed.evaluation.ExhaustiveCheck;
import org.seedbed.evaluation.ExhaustiveCheck.Bounds;
import org.seedbed.evaluation.FullVerification;
import org.seedbed.model.Evaluator.Verification;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code seedbed verify}. */
@Command(
    name = "verify",
    description = {
      "Verifies a trained restart. A recursive trace task is checked on every situation that any",
      "input can lead to, a memory task or a tape on every input up to a size, a circuit on all its",
      "inputs. Prints PROVED, or prints a counterexample and exits with 3."
    },
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private RankedRestart restart;

  @Option(
      names = "--modulus",
      description = {
        "Largest M of a memory task (default: the largest with at most 200,000 inputs, up to 64).",
        "Each step multiplies the inputs."
      })
  private Integer modulus;

  @Option(
      names = "--first-modulus",
      description = {
        "Smallest M of a memory task (default: the smallest that any input fits). A program may be",
        "right from some M on."
      })
  private Integer firstModulus;

  @Option(
      names = "--length",
      description = "Longest inputs of a memory task (default: the longest that fit each M).")
  private Integer length;

  @Override
  public Integer call() throws Exception {
    var opened = restart.open();
    var out = spec.commandLine().getOut();
    var experiment = opened.experiment();
    float[] parameters = opened.trainedParameters(restart.rank());
    long seed = opened.leaderboard().atRank(restart.rank()).seed();
    var full = FullVerification.of(experiment, parameters);
    var bounds =
        new Bounds(
            OptionalNumber.of(firstModulus), OptionalNumber.of(modulus), OptionalNumber.of(length));
    if (full.isPresent() && !bounds.equals(Bounds.NONE)) {
      throw new IllegalArgumentException(
          ("Task '%s' is verified on every input, of any size."
                  + " Leave out --modulus, --first-modulus and --length.")
              .formatted(experiment.task().name()));
    }
    out.printf("rank %d, seed %d%n", restart.rank(), seed);
    if (full.isPresent()) {
      return print(out, full.get(), FullVerification.inDouble(experiment, parameters));
    }
    var check =
        ExhaustiveCheck.of(experiment, parameters, bounds)
            .orElseThrow(() -> FullVerification.impossible(experiment));
    return print(out, check);
  }

  /** Prints a verification, and the same in 64-bit floats if there is one; both must prove it. */
  private static int print(
      PrintWriter out, Verification verification, Optional<Verification> inDouble) {
    out.printf("checked %s%n", verification.checked());
    out.println(text(verification));
    inDouble.ifPresent(other -> out.printf("in 64-bit floats: %s%n", text(other)));
    return exitCode(verification.proved() && inDouble.stream().allMatch(Verification::proved));
  }

  private static String text(Verification verification) {
    return verification
        .counterexample()
        .map("NOT PROVED: %s"::formatted)
        .orElseGet(
            () ->
                "PROVED: right on every input; least lead of a decision %.4f nats"
                    .formatted(verification.margin()));
  }

  private static int print(PrintWriter out, ExhaustiveCheck check) {
    out.printf(
        "checked %,d inputs, M from %d to %d, lengths up to %d%n",
        check.inputs(), check.smallest(), check.largest(), check.length());
    check
        .counterexample()
        .ifPresentOrElse(
            wrong -> out.printf("NOT PROVED: wrong with M = %d%n%s", check.largest(), wrong),
            () ->
                out.printf(
                    "PROVED: right on every input of lengths up to %d with M from %d to %d%n",
                    check.length(), check.smallest(), check.largest()));
    return exitCode(check.proved());
  }

  private static int exitCode(boolean proved) {
    return proved ? ExitCode.OK.code() : ExitCode.DISAGREES.code();
  }
}
