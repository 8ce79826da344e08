package org.seedbed.experiment;

import java.util.List;
import java.util.stream.LongStream;

/**
 * Seeds {@code first … first + count − 1}.
 *
 * @param first lowest seed
 * @param count number of restarts, 1 or more
 */
public record Seeds(long first, int count) {
  public Seeds {
    Checks.atLeastOne("seeds.count", count);
  }

  public List<Long> all() {
    return LongStream.range(first, end()).boxed().toList();
  }

  /** Highest seed. */
  public long last() {
    return end() - 1;
  }

  /** The first seed that follows on these. */
  public long end() {
    return first + count;
  }

  /** Whether a seed is one of them. */
  public boolean has(long seed) {
    return seed >= first && seed < end();
  }
}
