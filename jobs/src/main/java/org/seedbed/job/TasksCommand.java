package org.seedbed.job;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.seedbed.task.Task;
import org.seedbed.task.TaskCatalogue;
import org.seedbed.task.memory.MemoryTask;
import org.seedbed.task.trace.TraceTask;
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
  private static final int TRACED_LENGTH = 2;
  private static final int TRACES = 10;

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
        "    levels %d, %d, … (training up to %d)%n",
        shortest, shortest + 1, task.trainingLength());
    if (task instanceof TraceTask<?> trace) {
      traced(out, trace);
      return;
    }
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

  /** The trace of a short input, as a call tree: the longest of some. */
  private void traced(PrintWriter out, TraceTask<?> task) {
    var level = task.level(TRACED_LENGTH, OptionalInt.empty());
    var shown =
        LongStream.range(0, TRACES)
            .mapToObj(index -> task.example(dataSeed, level, index))
            .filter(example -> example.length() == TRACED_LENGTH)
            .max(Comparator.comparingInt(example -> example.tree().length()))
            .orElseThrow();
    out.printf("    level %d   %s%n", TRACED_LENGTH, shown);
    out.print(shown.tree().indent(8));
  }
}
