package org.seedbed.search.pruning;

import java.util.HashSet;
import java.util.List;
import org.seedbed.search.pruning.Rung.Candidate;

/**
 * Keeps the best share of the restarts (Jamieson and Talwalkar, AISTATS 2016). Synchronous: decides
 * once all restarts have finished the rung.
 *
 * @param keep share that continues, in (0, 1]; the number of survivors is rounded up
 */
public record SuccessiveHalving(double keep) implements PruningRule {
  public SuccessiveHalving {
    if (!(keep > 0 && keep <= 1)) {
      throw new IllegalArgumentException("keep is " + keep + ", must be in (0, 1]");
    }
  }

  /** Keeps half of the restarts. */
  public SuccessiveHalving() {
    this(0.5);
  }

  @Override
  public String name() {
    return "successive-halving";
  }

  @Override
  public List<Long> survivors(Rung rung) {
    var candidates = rung.candidates();
    // Without the tolerance, floating-point error would round 0.07 of 100 up to 8.
    long count = (long) Math.ceil(candidates.size() * keep - 1e-9);
    var best =
        new HashSet<>(
            candidates.stream()
                .sorted(Candidate::bestFirst)
                .limit(count)
                .map(Candidate::seed)
                .toList());
    return candidates.stream().map(Candidate::seed).filter(best::contains).toList();
  }
}
