package org.seedbed.search.pruning;

import java.util.HashSet;
import java.util.List;
import org.seedbed.search.pruning.Rung.Candidate;

/**
 * The best share goes on (Jamieson and Talwalkar, AISTATS 2016), once all have finished the rung.
 *
 * @param keep share that goes on, in (0, 1], rounded up
 */
public record SuccessiveHalving(double keep) implements PruningRule {
  public SuccessiveHalving {
    if (!(keep > 0 && keep <= 1)) {
      throw new IllegalArgumentException("keep is " + keep + ", must be in (0, 1]");
    }
  }

  /** Half of them. */
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
    // A share that is exact on paper, such as 0.1 of 30, must not be rounded up for its last bit.
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
