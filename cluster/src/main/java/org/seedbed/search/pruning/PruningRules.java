package org.seedbed.search.pruning;

import java.util.List;
import java.util.stream.Stream;
import org.seedbed.task.ClassPathCatalogue;

/** The pruning rules on the class path, by name, with their default settings. */
public final class PruningRules {
  private PruningRules() {}

  /** Returns all rules. */
  public static List<PruningRule> all() {
    return catalogue().all();
  }

  /**
   * Returns the rule with a name.
   *
   * @throws org.seedbed.task.UnknownNameException if there is none
   */
  public static PruningRule named(String name) {
    return catalogue().named(name);
  }

  private static ClassPathCatalogue<PruningRule> catalogue() {
    return ClassPathCatalogue.of("pruning rule", PruningRule.class, Stream::of, PruningRule::name);
  }
}
