package org.seedbed.job;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.seedbed.model.ModelCatalogue;
import org.seedbed.model.ModelFamily;
import org.seedbed.task.Task;
import org.seedbed.task.TaskCatalogue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code seedbed tasks}. */
@Command(
    name = "tasks",
    description =
        "Lists all tasks with their levels, the models that train on each, and an example.",
    mixinStandardHelpOptions = true)
final class TasksCommand implements Callable<Integer> {

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

  private void print(PrintWriter out, Task<?> task) {
    int shortest = task.shortestLength();
    out.println(task.name());
    out.println("    " + task.description());
    out.printf(
        "    levels %d, %d, … (training up to %d)%n",
        shortest, shortest + 1, task.trainingLength());
    out.println("    models " + models(task));
    task.inputSyntax().ifPresent(syntax -> out.printf("    input  \"%s\"%n", syntax));
    out.print(task.illustration(dataSeed));
  }

  private static String models(Task<?> task) {
    String models =
        ModelCatalogue.families().stream()
            .filter(family -> family.examples() == task.examples())
            .<String>map(ModelFamily::name)
            .collect(Collectors.joining(", "));
    return models.isEmpty() ? "none" : models;
  }
}
