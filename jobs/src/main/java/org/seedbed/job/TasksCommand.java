package org.seedbed.job;

import java.io.PrintWriter;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.seedbed.task.Task;
import org.seedbed.task.TaskCatalogue;
import org.seedbed.task.memory.MemoryTask;
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
    TaskCatalogue.tasks().forEach(task -> print(out, task));
    return ExitCode.OK.code();
  }

  private <E> void print(PrintWriter out, Task<E> task) {
    int shortest = task.shortestLength();
    out.println(task.name());
    out.println("    " + task.description());
    out.printf(
        "    levels %d, %d, … (published training up to %d)%n",
        shortest, shortest + 1, task.trainingLength());
    boolean memory = task instanceof MemoryTask;
    for (int length = shortest; length < shortest + LEVELS_SHOWN; length++) {
      var level = task.level(length, OptionalInt.empty());
      out.printf(
          "    level %d  %s = %2d  time steps %2d   %s%n",
          length,
          memory ? "M" : "symbols",
          level.modulus(),
          level.timeSteps(),
          task.example(dataSeed, level, 0));
    }
  }
}
