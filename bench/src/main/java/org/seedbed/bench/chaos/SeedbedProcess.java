package org.seedbed.bench.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of the {@code seedbed} command, with its log. */
final class SeedbedProcess {
  private static final long MINUTES = 10;

  private final Process process;
  private final Path log;

  private SeedbedProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts the command; its output is appended to the log. */
  static SeedbedProcess start(Path script, Path log, List<String> arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(script.toString());
    command.addAll(arguments);
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new SeedbedProcess(process, log);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for the process to end and returns its exit code. */
  int exitCode() throws IOException, InterruptedException {
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      kill();
      throw new IOException("did not end within " + MINUTES + " minutes; see " + log);
    }
    return process.exitValue();
  }

  /** Kills the process and its descendants, such as the driver, with SIGKILL. */
  void kill() throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
  }

  String output() throws IOException {
    return Files.readString(log);
  }
}
