package org.seedbed.job;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;

/** Runs the command line in this process and keeps the last call's output. */
final class CommandLineRun {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** Runs a command and returns its exit code. */
  int seedbed(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Seedbed.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
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
