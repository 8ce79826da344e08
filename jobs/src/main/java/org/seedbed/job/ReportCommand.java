package org.seedbed.job;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code seedbed report}. */
@Command(
    name = "report",
    description = "Writes the report of a finished run, a self-contained HTML file.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "Folder of the run.")
  private String run;

  @Override
  public Integer call() throws Exception {
    var opened = FinishedRun.open(run);
    Report.write(opened);
    spec.commandLine().getOut().println("report " + opened.folder().report());
    return ExitCode.OK.code();
  }
}
