package org.seedbed.restart.pruning;

import java.util.HashSet;
import java.util.List;

/**
 * The best share goes on (Jamieson and Talwalkar, AISTATS 2016), once all have finished the rung.
 *
 * @param keep share that goes on, in (0, 1], rounded up
 */
public record SuccessiveHalving(double keep) implements Pruning {
  public SuccessiveHalving {
    if (!(keep > 0 && keep <= 1)) {
      throw new IllegalArgumentException("keep is " + keep + ", must be in (0, 1]");
    }
  }

  @Override
  public List<Long> survivors(List<Standing> standings) {
    // A share that is exact on paper, such as 0.1 of 30, must not be rounded up for its last bit.
    long count = (long) Math.ceil(standings.size() * keep - 1e-9);
    var best =
        new HashSet<>(
            standings.stream()
                .sorted(Standing::bestFirst)
                .limit(count)
                .map(Standing::seed)
                .toList());
    return standings.stream().map(Standing::seed).filter(best::contains).toList();
  }
}
