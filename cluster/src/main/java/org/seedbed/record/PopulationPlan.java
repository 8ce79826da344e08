package org.seedbed.record;

import java.util.ArrayList;
import java.util.List;

/** Spreads seeds over populations. Pure: a function of the experiment, not of the machine. */
public final class PopulationPlan {
  /** Below this width a population wastes more than another slot gains. */
  private static final int NARROWEST = 4;

  private PopulationPlan() {}

  /**
   * Populations of nearly equal width, in order of the seeds.
   *
   * @param width most seeds of one population
   * @param slots populations that train at the same time: their number is a multiple of it, unless
   *     they would get too narrow
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
