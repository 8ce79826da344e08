package org.seedbed.search.pruning;

import java.util.List;
import java.util.stream.Stream;
import org.seedbed.task.ClassPathCatalogue;

/** All pruning rules that the class path holds, by name, with their default settings. */
public final class PruningRules {
  private PruningRules() {}

  /** Every rule. */
  public static List<PruningRule> all() {
    return catalogue().all();
  }

  /**
   * The rule of that name.
   *
   * @throws org.seedbed.task.UnknownNameException when there is none
   */
  public static PruningRule named(String name) {
    return catalogue().named(name);
  }

  private static ClassPathCatalogue<PruningRule> catalogue() {
    return ClassPathCatalogue.of("pruning rule", PruningRule.class, Stream::of, PruningRule::name);
  }
}
