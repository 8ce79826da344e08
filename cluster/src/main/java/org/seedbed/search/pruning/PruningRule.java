package org.seedbed.search.pruning;

import java.util.List;
import java.util.OptionalLong;

/**
 * A rule that decides which restarts continue to the next rung. An implementation is a record whose
 * components are its settings, with a no-argument constructor for their defaults. {@link
 * java.util.ServiceLoader} finds it through {@code
 * META-INF/services/org.seedbed.search.pruning.PruningRule}. An experiment selects a rule and its
 * settings: {@code search.pruning: {rule: successive-halving, keep: 0.5}}.
 */
public interface PruningRule {
  /** Returns the name in experiment files, such as {@code successive-halving}. */
  String name();

  /**
   * Returns the step at which a restart ends whatever its score. A rule that returns one needs no
   * rungs: it is not asked for {@link #survivors}, and no population waits for another. Empty if
   * the rule decides between rungs.
   *
   * @param index of the restart in the search, from 0
   */
  default OptionalLong cutoff(long index) {
    return OptionalLong.empty();
  }

  /** Whether the rule decides between rungs, and has no cutoffs. */
  default boolean hasRungs() {
    return cutoff(0).isEmpty();
  }

  /**
   * Returns the seeds that continue, in the order of the candidates. The decision must not depend
   * on that order.
   *
   * @param rung the finished rung and its candidates
   */
  List<Long> survivors(Rung rung);
}
