package org.seedbed.job;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Runs the command line in this process and keeps the last call's output. */
final class CommandLineRun {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine commands =
      Seedbed.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));

  /** Runs a command and returns its exit code. */
  int seedbed(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return commands.execute(arguments);
  }

  int seedbed(List<String> arguments, String... more) {
    return seedbed(Stream.concat(arguments.stream(), Stream.of(more)).toArray(String[]::new));
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }
}
