package org.seedbed.job;

import java.util.concurrent.Callable;
import org.seedbed.record.RunFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code seedbed report}. */
@Command(
    name = "report",
    description = "Writes the report of a finished run or sweep, a self-contained HTML file.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private RunToRead run;

  @Override
  public Integer call() throws Exception {
    var sweep = run.sweep();
    if (sweep.isPresent()) {
      SweepReport.write(sweep.get());
      name(sweep.get());
    } else {
      var opened = run.open();
      Report.write(opened);
      name(opened.folder());
    }
    return ExitCode.OK.code();
  }

  private void name(RunFolder folder) {
    spec.commandLine().getOut().println("report " + folder.report());
  }
}
