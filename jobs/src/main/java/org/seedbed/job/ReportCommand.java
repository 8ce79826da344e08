package org.seedbed.job;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code seedbed report}. */
@Command(
    name = "report",
    description = "Writes the report of a finished run, a self-contained HTML file.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private RunToRead run;

  @Override
  public Integer call() throws Exception {
    var opened = run.open();
    Report.write(opened);
    spec.commandLine().getOut().println("report " + opened.folder().report());
    return ExitCode.OK.code();
  }
}
