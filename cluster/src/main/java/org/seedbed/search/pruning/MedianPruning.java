package org.seedbed.search.pruning;

import java.util.List;
import org.seedbed.search.pruning.Rung.Candidate;

/** Keeps the restarts that are no worse than the median (after Golovin et al., KDD 2017). */
public record MedianPruning() implements PruningRule {
  @Override
  public String name() {
    return "median";
  }

  @Override
  public List<Long> survivors(Rung rung) {
    var candidates = rung.candidates();
    if (candidates.isEmpty()) {
      return List.of();
    }
    var sorted = candidates.stream().sorted(Candidate::bestFirst).toList();
    var median = sorted.get((sorted.size() - 1) / 2);
    return candidates.stream()
        .filter(candidate -> noWorse(candidate, median))
        .map(Candidate::seed)
        .toList();
  }

  /** Compares scores only, so that restarts tied with the median survive whatever their seed. */
  private static boolean noWorse(Candidate candidate, Candidate median) {
    return candidate.exact() > median.exact()
        || (candidate.exact() == median.exact() && candidate.loss() <= median.loss());
  }
}
