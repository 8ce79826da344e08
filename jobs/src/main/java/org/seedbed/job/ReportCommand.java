package org.seedbed.job;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.seedbed.record.RunFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code seedbed report}. */
@Command(
    name = "report",
    description = "Writes the report of a finished run or sweep, a self-contained HTML file.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private RunToRead run;

  @Option(
      names = "--beside",
      arity = "1..*",
      paramLabel = "RUN",
      description =
          "Other finished runs, of any model, that a table of the report compares it with. Not for"
              + " sweeps.")
  private List<String> beside = List.of();

  @Override
  public Integer call() throws Exception {
    var sweep = run.sweep();
    if (sweep.isPresent() && !beside.isEmpty()) {
      throw new IllegalArgumentException(
          "%s is a sweep, which --beside does not take. Leave it out, or name a run."
              .formatted(sweep.get().root()));
    }
    if (sweep.isPresent()) {
      SweepReport.write(sweep.get());
      name(sweep.get());
    } else {
      var opened = run.open();
      var others = new ArrayList<FinishedRun>();
      for (var other : beside) {
        others.add(FinishedRun.open(other));
      }
      Report.write(opened, others);
      name(opened.folder());
    }
    return ExitCode.OK.code();
  }

  private void name(RunFolder folder) {
    spec.commandLine().getOut().println("report " + folder.report());
  }
}
