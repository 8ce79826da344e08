package org.seedbed.search.pruning;

import java.util.List;

/**
 * A rule that decides which restarts continue to the next rung. An implementation is a record of
 * its own settings, with a constructor without parameters for their defaults; {@link
 * java.util.ServiceLoader} finds it by {@code
 * META-INF/services/org.seedbed.search.pruning.PruningRule}. An experiment names it and sets its
 * settings: {@code search.pruning: {rule: successive-halving, keep: 0.5}}.
 */
public interface PruningRule {
  /** Name in experiment files, such as {@code successive-halving}. */
  String name();

  /**
   * Seeds that continue, in the order of the candidates. The decision must not depend on that
   * order.
   *
   * @param rung that all candidates have finished
   */
  List<Long> survivors(Rung rung);
}
