package org.seedbed.bench;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.seedbed.bench.chaos.ChaosSuite;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Command {@code bench/run VERB}, with one verb for each benchmark and long proof. */
@Command(
    name = "bench/run",
    description = {
      "Benchmarks and long proofs. Each verb prints its figures and writes them as JSON lines.",
      "'bench/run tables' creates the tables of bench/README.md from these lines."
    },
    mixinStandardHelpOptions = true,
    subcommands = {
      WidthRate.class,
      GenerationRate.class,
      ParquetRate.class,
      WidthDrift.class,
      KernelShare.class,
      ConvolutionChoice.class,
      OriginalAgainstDiagonal.class,
      NeuralGpuStep.class,
      FrameRate.class,
      InterpreterRate.class,
      EvaluationRate.class,
      PlainEnumeration.class,
      PeerReference.class,
      PeerServe.class,
      PeerRates.class,
      PopulationScaling.class,
      GpuRates.class,
      DataParallelRate.class,
      MetricsOverhead.class,
      SimulatedSearch.class,
      SimulatedSweep.class,
      SweepPacking.class,
      SlotUse.class,
      ChaosSuite.class,
      Learning.class,
      Tables.class
    })
public final class Bench implements Runnable {
  @Spec private CommandSpec spec;

  private Bench() {}

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Give a verb: " + String.join(", ", spec.subcommands().keySet()) + ".");
  }

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** Returns the command line. */
  static CommandLine commandLine() {
    return new CommandLine(new Bench())
        .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
        .setCaseInsensitiveEnumValuesAllowed(true);
  }
}
