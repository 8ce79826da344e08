package org.seedbed.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Catalogue of all tasks on the class path, by name; see {@link TaskProvider}. */
public final class TaskCatalogue {
  private TaskCatalogue() {}

  /**
   * Returns every task, in documentation order.
   *
   * @throws IllegalStateException if two tasks have the same name
   */
  public static List<Task<?>> tasks() {
    return ClassPathCatalogue.<TaskProvider, Task<?>>of(
            "task",
            TaskProvider.class,
            provider -> provider.tasks().stream().map(task -> task),
            Task::name)
        .all();
  }

  /**
   * Returns the task of that full name, such as {@code memory/copy}. Former names are accepted.
   *
   * @throws UnknownNameException when there is none
   */
  public static Task<?> task(String name) {
    return find(tasks(), name, task -> false, "task");
  }

  /**
   * Returns the task that had that name in an earlier version, which may be another task's name
   * now.
   *
   * @throws UnknownNameException when there is none
   */
  public static Task<?> formerTask(String name) {
    return former(tasks(), name::equals).orElseGet(() -> task(name));
  }

  /**
   * Returns the task that had that name in an earlier version, among those with examples of a type.
   * The second part of a name alone is also accepted.
   *
   * @param asker who trains on the task, for the exception message
   * @throws UnknownNameException when there is none
   */
  public static <E> Task<E> formerTask(String name, Class<E> examples, String asker) {
    return former(tasks(examples), former -> former.equals(name) || former.endsWith("/" + name))
        .orElseGet(() -> task(name, examples, asker));
  }

  private static <T extends Task<?>> Optional<T> former(List<T> among, Predicate<String> matches) {
    return among.stream().filter(task -> task.formerNames().stream().anyMatch(matches)).findFirst();
  }

  /** Returns the tasks with examples of that type. */
  public static <E> List<Task<E>> tasks(Class<E> examples) {
    var tasks = new ArrayList<Task<E>>();
    for (var task : tasks()) {
      if (task.examples() == examples) {
        @SuppressWarnings("unchecked") // The types are equal.
        var typed = (Task<E>) task;
        tasks.add(typed);
      }
    }
    return tasks;
  }

  /**
   * Returns the task of that name among those with examples of a type. Former names and the second
   * part of a name alone are also accepted.
   *
   * @param asker who trains on the task, for the exception message
   * @throws UnknownNameException when there is none
   */
  public static <E> Task<E> task(String name, Class<E> examples, String asker) {
    return among(tasks(examples), name, "task for " + asker + ":");
  }

  /**
   * Returns the task of that name among the given tasks. Former names and the second part of a name
   * alone are also accepted.
   *
   * @throws UnknownNameException when there is none
   */
  public static <T extends Task<?>> T among(List<T> tasks, String name) {
    return among(tasks, name, "task");
  }

  private static <T extends Task<?>> T among(List<T> tasks, String name, String kind) {
    return find(tasks, name, task -> task.name().endsWith("/" + name), kind);
  }

  private static <T extends Task<?>> T find(
      List<T> among, String name, Predicate<T> otherwise, String kind) {
    return among.stream()
        .filter(task -> task.name().equals(name))
        .findFirst()
        .or(() -> former(among, name::equals))
        .or(() -> among.stream().filter(otherwise).findFirst())
        .orElseThrow(
            () -> new UnknownNameException(kind, name, among.stream().map(Task::name).toList()));
  }

  /** Returns a notice if {@code used} is not the current name of the task. */
  public static Optional<String> renamed(String used, Task<?> task) {
    return used.equals(task.name())
        ? Optional.empty()
        : Optional.of("task '%s' is now called '%s'".formatted(used, task.name()));
  }
}
