package org.seedbed.bench.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A run of the {@code seedbed} command, as a process with a log. */
final class SeedbedProcess {
  private static final long MINUTES = 10;

  private final Process process;
  private final Path log;

  private SeedbedProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts it. */
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

  /** Its exit code, once it has ended. */
  int exitCode() throws IOException, InterruptedException {
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      kill();
      throw new IOException("did not end within " + MINUTES + " minutes; see " + log);
    }
    return process.exitValue();
  }

  /** SIGKILL, to it and to the driver that it started. */
  void kill() throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
  }

  String output() throws IOException {
    return Files.readString(log);
  }
}
