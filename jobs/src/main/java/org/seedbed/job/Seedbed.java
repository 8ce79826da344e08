package org.seedbed.job;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.seedbed.record.Build;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;

/** The {@code seedbed} command. */
@Command(
    name = "seedbed",
    description = "Random restarts of neural programs, trained as populations on Spark.",
    mixinStandardHelpOptions = true,
    versionProvider = Seedbed.Version.class,
    subcommands = {
      QuickstartCommand.class,
      TasksCommand.class,
      GenerateCommand.class,
      RestartsCommand.class,
      SweepCommand.class,
      ExtendCommand.class,
      CrossCommand.class,
      PlanCommand.class,
      CompareCommand.class,
      LeaderboardCommand.class,
      EvaluateCommand.class,
      TrainCommand.class,
      ReplayCommand.class,
      ShowCommand.class,
      VerifyCommand.class,
      ReportCommand.class,
      ClusterCommand.class,
      SubmitCommand.class
    },
    footer = {
      "",
      "Exit codes: 0 done, 1 failed while running, 2 bad request, 3 replay disagrees or nothing is",
      "proved, 4 another driver holds the folder, 130 or 143 stopped by a signal. Retry after 1 or",
      "4, not after 2."
    })
public final class Seedbed implements Runnable {
  @Spec private CommandSpec spec;

  private Seedbed() {}

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Give a verb: " + String.join(", ", spec.subcommands().keySet()) + ".");
  }

  public static void main(String[] arguments) {
    Interruption.watch(arguments, System.err);
    int code = commandLine().execute(arguments);
    if (!Interruption.isStopped()) {
      Interruption.finished();
      System.exit(code);
    }
  }

  /** Returns a new command line. Tests use it too. */
  static CommandLine commandLine() {
    var commandLine =
        new CommandLine(new Seedbed())
            .setOut(printed(System.out))
            .setErr(printed(System.err))
            // A user's '@file' is a value, not a file of options.
            .setExpandAtFiles(false);
    // Options after the submitted verb belong to that verb.
    commandLine.getSubcommands().get("submit").setStopAtPositional(true);
    commandLine.setParameterExceptionHandler(
        (e, arguments) -> {
          var err = e.getCommandLine().getErr();
          err.println("seedbed: " + oneLine(e));
          err.println("Try 'seedbed " + verb(e.getCommandLine()) + "--help'.");
          return ExitCode.USAGE.code();
        });
    commandLine.setExecutionStrategy(Seedbed::runWatched);
    commandLine.setExecutionExceptionHandler(
        (e, failed, arguments) -> {
          if (Interruption.isStopped()) {
            return ExitCode.FAILED.code();
          }
          failed.getErr().println("seedbed: " + oneLine(e));
          var exitCode = ExitCode.of(e);
          if (exitCode != ExitCode.FAILED) {
            return exitCode.code();
          }
          if (Boolean.getBoolean("seedbed.trace")) {
            e.printStackTrace(failed.getErr());
          } else {
            failed.getErr().println("(stack trace: SEEDBED_JAVA_OPTIONS=-Dseedbed.trace=true)");
          }
          return exitCode.code();
        });
    return commandLine;
  }

  /** Runs a verb, and tells if a remote storage that its command line names does not answer. */
  private static int runWatched(ParseResult parsed) {
    var given =
        parsed.asCommandLineList().stream()
            .flatMap(of -> of.getParseResult().matchedArgs().stream())
            .flatMap(argument -> argument.originalStringValues().stream())
            .toList();
    var err = parsed.commandSpec().commandLine().getErr();
    var watches = StorageAnswers.watch(given, Spark::hadoopConfiguration, err::println);
    try {
      return new RunLast().execute(parsed);
    } finally {
      watches.forEach(TroubleWatch::close);
    }
  }

  private static PrintWriter printed(OutputStream out) {
    return new PrintWriter(Interruption.untilStopped(out), true, StandardCharsets.UTF_8);
  }

  private static String verb(CommandLine commandLine) {
    return commandLine.getParent() == null ? "" : commandLine.getCommandName() + " ";
  }

  /** Returns the first line of a failure's message, or its kind if it has none. */
  static String oneLine(Throwable e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return message.strip().lines().findFirst().orElse("");
  }

  /** Provides the version and the commit of the build. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      var build = Build.running();
      return new String[] {
        "seedbed " + build.version() + build.commit().map(c -> " (" + c + ")").orElse("")
      };
    }
  }
}
