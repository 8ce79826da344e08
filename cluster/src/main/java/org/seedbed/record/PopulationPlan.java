package org.seedbed.record;

import java.util.ArrayList;
import java.util.List;

/** Distributes seeds over populations. Depends only on the experiment, not on the machine. */
public final class PopulationPlan {
  /** Below this width, narrower populations lose more than another slot gains. */
  private static final int NARROWEST = 4;

  private PopulationPlan() {}

  /**
   * Returns populations of nearly equal width, in the order of the seeds. Their number is a
   * multiple of {@code slots}, unless they would become too narrow.
   *
   * @param width maximum number of seeds per population
   * @param slots number of populations that train concurrently
   */
  public static List<List<Long>> pack(List<Long> seeds, int width, int slots) {
    int needed = (seeds.size() + width - 1) / width;
    int even = (needed + slots - 1) / slots * slots;
    int count = Math.max(needed, Math.min(even, Math.max(1, seeds.size() / NARROWEST)));
    var populations = new ArrayList<List<Long>>();
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) i * seeds.size() / count);
      int to = (int) ((i + 1L) * seeds.size() / count);
      populations.add(List.copyOf(seeds.subList(from, to)));
    }
    return populations;
  }
}
