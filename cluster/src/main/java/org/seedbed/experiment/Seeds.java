package org.seedbed.experiment;

import java.util.List;
import java.util.stream.LongStream;
import org.seedbed.task.Bounds;

/**
 * A range of seeds, {@code first … first + count − 1}.
 *
 * @param first lowest seed
 * @param count number of restarts, 1 or more
 */
public record Seeds(long first, int count) {
  public Seeds {
    Bounds.check("seeds.count", count, 1, 10_000_000);
    Bounds.check("seeds.first", first, Long.MIN_VALUE, Long.MAX_VALUE - count);
  }

  public List<Long> all() {
    return LongStream.range(first, end()).boxed().toList();
  }

  /** Returns the highest seed. */
  public long last() {
    return end() - 1;
  }

  /** Returns the first seed after this range. */
  public long end() {
    return first + count;
  }

  /** Returns whether a seed is in this range. */
  public boolean has(long seed) {
    return seed >= first && seed < end();
  }
}
