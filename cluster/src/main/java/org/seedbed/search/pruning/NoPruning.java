package org.seedbed.search.pruning;

import java.util.List;
import org.seedbed.search.pruning.Rung.Candidate;

/** Keeps all restarts. */
public record NoPruning() implements PruningRule {
  @Override
  public String name() {
    return "none";
  }

  @Override
  public List<Long> survivors(Rung rung) {
    var candidates = rung.candidates();
    return candidates.stream().map(Candidate::seed).toList();
  }
}
