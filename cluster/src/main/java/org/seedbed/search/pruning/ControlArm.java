package org.seedbed.search.pruning;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.seedbed.task.Bounds;
import org.seedbed.task.ExampleKey;

/**
 * The control arm of a search: a random part of its seeds. A pruning rule decides as if there were
 * none; a control that it would prune trains on, out of the ranking. So the arm shows what became
 * of seeds like those that were pruned.
 *
 * @param share of the seeds, 0 … 1; 0 for no control arm
 */
public record ControlArm(double share) {
  /** Fewer tell too little of the pruned. */
  private static final int FEWEST = 16;

  public ControlArm {
    Bounds.check(share >= 0 && share <= 1, "search.control", share, "in [0, 1]");
  }

  /**
   * Returns the number of controls among {@code seeds} seeds: the share, but at least 16, and at
   * most half of the seeds unless the share is larger.
   */
  public int size(int seeds) {
    if (share == 0) {
      return 0;
    }
    int asked = (int) Math.ceil(seeds * share - 1e-9);
    return Math.max(asked, Math.min(FEWEST, seeds / 2));
  }

  /**
   * Returns the controls among the seeds of a search, a function of the data seed and the seeds.
   */
  public Set<Long> of(List<Long> seeds, long dataSeed) {
    record Drawn(long seed, long key) {}
    return new HashSet<>(
        seeds.stream()
            .map(seed -> new Drawn(seed, draw(seed, dataSeed)))
            .sorted(Comparator.comparingLong(Drawn::key).thenComparingLong(Drawn::seed))
            .limit(size(seeds.size()))
            .map(Drawn::seed)
            .toList());
  }

  /** A key's own value is not mixed: seeds would keep much of their order from key to key. */
  private static long draw(long seed, long dataSeed) {
    return ExampleKey.of("control").with(dataSeed).with(seed).random().nextLong();
  }
}
