package org.seedbed.restart.pruning;

import java.util.List;

/** Restarts that are no worse than the median one go on (after Golovin et al., KDD 2017). */
public record MedianPruning() implements Pruning {
  @Override
  public List<Long> survivors(List<Standing> standings) {
    if (standings.isEmpty()) {
      return List.of();
    }
    var sorted = standings.stream().sorted(Standing::bestFirst).toList();
    var median = sorted.get((sorted.size() - 1) / 2);
    return standings.stream()
        .filter(standing -> noWorse(standing, median))
        .map(Standing::seed)
        .toList();
  }

  /** By score alone: equals of the median go on, whatever their seed. */
  private static boolean noWorse(Standing standing, Standing median) {
    return standing.exact() > median.exact()
        || (standing.exact() == median.exact() && standing.loss() <= median.loss());
  }
}
