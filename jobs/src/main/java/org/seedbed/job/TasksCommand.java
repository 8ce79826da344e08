package org.seedbed.job;

import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.seedbed.task.TaskCatalogue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code seedbed tasks}. */
@Command(
    name = "tasks",
    description = "Lists tasks, their levels, and an example of each.",
    mixinStandardHelpOptions = true)
final class TasksCommand implements Callable<Integer> {
  private static final int LEVELS_SHOWN = 3;

  @Spec private CommandSpec spec;

  @Option(
      names = "--data-seed",
      defaultValue = "1",
      description = "Data seed of the examples (default: ${DEFAULT-VALUE}).")
  private long dataSeed;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    for (var task : TaskCatalogue.tasks()) {
      out.println(task.name());
      out.println("    " + task.description());
      out.println("    levels 1, 2, … (published training up to " + task.trainingLength() + ")");
      for (int length = 1; length <= LEVELS_SHOWN; length++) {
        var level = task.level(length, OptionalInt.empty());
        out.printf(
            "    level %d  M = %2d  time steps %2d   %s%n",
            length, level.modulus(), level.timeSteps(), task.example(dataSeed, level, 0));
      }
    }
    return ExitCode.OK.code();
  }
}
