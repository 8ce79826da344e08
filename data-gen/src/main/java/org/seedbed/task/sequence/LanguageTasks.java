package org.seedbed.task.sequence;

import java.util.List;
import org.seedbed.task.TaskCatalogue;
import org.seedbed.task.TaskProvider;

/** Counting languages (Joulin and Mikolov, 2015, table 1). */
public final class LanguageTasks implements TaskProvider {
  public static final List<CountingLanguage> ALL =
      List.of(
          new CountingLanguage("anbn", "aⁿbⁿ", 1, (n, m) -> new int[] {0, n, 0, 0}),
          new CountingLanguage("anbncn", "aⁿbⁿcⁿ", 1, (n, m) -> new int[] {0, n, n, 0}),
          new CountingLanguage("anbncndn", "aⁿbⁿcⁿdⁿ", 1, (n, m) -> new int[] {0, n, n, n}),
          new CountingLanguage("anb2n", "aⁿb²ⁿ", 1, (n, m) -> new int[] {0, 2 * n, 0, 0}),
          new CountingLanguage("anbmcnm", "aⁿbᵐcⁿ⁺ᵐ", 2, (n, m) -> new int[] {0, 0, n + m, 0}),
          new CountingLanguage("anbmcndm", "aⁿbᵐcⁿdᵐ", 2, (n, m) -> new int[] {0, 0, n, m}),
          new CountingLanguage("anbkcnk", "aⁿbᵏcⁿᵏ", 2, (n, k) -> new int[] {0, 0, n * k, 0}));

  @Override
  public List<CountingLanguage> tasks() {
    return ALL;
  }

  /**
   * Returns the task of that name, such as {@code anbn}.
   *
   * @throws org.seedbed.task.UnknownNameException if there is none
   */
  public static CountingLanguage task(String name) {
    return TaskCatalogue.among(ALL, name);
  }
}
