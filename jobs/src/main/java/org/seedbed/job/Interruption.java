package org.seedbed.job;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * Tells a user who stops the command (SIGINT, SIGTERM, SIGHUP) how to go on, in one line. What
 * fails from then on, because the process ends, is not printed. The JVM then exits with 128 and the
 * number of the signal.
 */
final class Interruption {
  private static final Set<String> RESUMABLE = Set.of("restarts", "sweep", "cross", "train");
  private static final Set<String> READING =
      Set.of("tasks", "leaderboard", "evaluate", "replay", "show", "verify");

  private static volatile boolean stopped;
  private static volatile boolean finished;

  private Interruption() {}

  /** Returns whether the process has been told to stop. */
  static boolean isStopped() {
    return stopped;
  }

  /** Called when the command has ended by itself. */
  static void finished() {
    finished = true;
  }

  /** Prints the line when the process is told to stop. */
  static void watch(String[] arguments, PrintStream err) {
    var told = new Thread(() -> tell(arguments, err), "interruption");
    Runtime.getRuntime().addShutdownHook(told);
  }

  private static void tell(String[] arguments, PrintStream err) {
    if (finished) {
      return;
    }
    stopped = true;
    Configurator.setAllLevels("", Level.OFF);
    // The driver that 'submit' started says it itself.
    if (arguments.length > 0 && !arguments[0].equals("submit")) {
      err.println("seedbed: stopped. " + howToGoOn(List.of(arguments)));
      err.flush();
    }
  }

  /** Returns how to go on with a command. */
  static String howToGoOn(List<String> arguments) {
    String verb = arguments.get(0);
    if (RESUMABLE.contains(verb)) {
      var again = new ArrayList<>(arguments);
      boolean resumes = again.contains("--resume") || again.contains("--fresh-seeds");
      if (!resumes) {
        again.add("--resume");
      }
      return "Committed work is kept. Go on with: seedbed " + quoted(again);
    }
    return READING.contains(verb)
        ? "Nothing was changed."
        : "Go on with: seedbed " + quoted(arguments);
  }

  private static String quoted(List<String> arguments) {
    return arguments.stream()
        .map(
            argument ->
                argument.matches("[A-Za-z0-9_./:=,@%+-]+")
                    ? argument
                    : "'" + argument.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }

  /** Returns a stream that drops what is written after the process was told to stop. */
  static OutputStream untilStopped(OutputStream out) {
    return new FilterOutputStream(out) {
      @Override
      public void write(int value) throws IOException {
        if (!stopped) {
          out.write(value);
        }
      }

      @Override
      public void write(byte[] bytes, int from, int count) throws IOException {
        if (!stopped) {
          out.write(bytes, from, count);
        }
      }
    };
  }
}
