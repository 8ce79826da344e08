package org.seedbed.record;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.seedbed.experiment.Experiment;

/** Distributes seeds over populations. Depends only on the experiment, not on the machine. */
public final class PopulationPlan {
  /** Below this width, narrower populations lose more than another slot gains. */
  private static final int NARROWEST = 4;

  private PopulationPlan() {}

  /**
   * A population of a rung.
   *
   * @param seeds of its members
   * @param untilStep total steps at the end of its training
   * @param endsWave whether those up to this one treat all seeds up to its own alike, so that a
   *     search may stop here
   */
  public record Planned(List<Long> seeds, int untilStep, boolean endsWave) {}

  /**
   * Returns the populations of a rung.
   *
   * @param rung from 0
   * @param alive seeds that take part, in order
   */
  public static List<Planned> of(Experiment experiment, int rung, List<Long> alive) {
    var search = experiment.search();
    int width = search.width().orElseThrow();
    int slots = search.slots().orElseThrow();
    if (!search.hasRungs()) {
      return byCutoff(experiment, alive);
    }
    int untilStep = search.ends().get(rung);
    var packed = pack(alive, width, slots);
    var planned = new ArrayList<Planned>();
    for (var seeds : packed) {
      planned.add(new Planned(seeds, untilStep, planned.size() == packed.size() - 1));
    }
    return planned;
  }

  /**
   * Waves of as many seeds as train at a time. In a wave, restarts with the same cutoff share
   * populations, the longest first. Controls train to the last step.
   */
  private static List<Planned> byCutoff(Experiment experiment, List<Long> alive) {
    var search = experiment.search();
    int width = search.width().orElseThrow();
    int slots = search.slots().orElseThrow();
    var controls = experiment.controls();
    int wave = (int) Math.min(alive.size(), (long) width * slots);
    var planned = new ArrayList<Planned>();
    for (int from = 0; from < alive.size(); from += wave) {
      var byCutoff = new TreeMap<Integer, List<Long>>(Comparator.reverseOrder());
      for (long seed : alive.subList(from, Math.min(alive.size(), from + wave))) {
        int cutoff =
            controls.contains(seed)
                ? search.lastStep()
                : search.cutoff(seed - experiment.seeds().first()).orElseThrow();
        byCutoff.computeIfAbsent(cutoff, step -> new ArrayList<>()).add(seed);
      }
      var parts = new ArrayList<Planned>();
      byCutoff.forEach(
          (step, seeds) ->
              pack(seeds, width, slots)
                  .forEach(packed -> parts.add(new Planned(packed, step, false))));
      var last = parts.remove(parts.size() - 1);
      planned.addAll(parts);
      planned.add(new Planned(last.seeds(), last.untilStep(), true));
    }
    return planned;
  }

  /**
   * Returns populations of nearly equal width, in the order of the seeds (or other members). Their
   * number is a multiple of {@code slots}, unless they would become too narrow.
   *
   * @param width maximum number of seeds per population
   * @param slots number of populations that train concurrently
   */
  public static <T> List<List<T>> pack(List<T> seeds, int width, int slots) {
    int needed = (seeds.size() + width - 1) / width;
    int even = (needed + slots - 1) / slots * slots;
    int count = Math.max(needed, Math.min(even, Math.max(1, seeds.size() / NARROWEST)));
    var populations = new ArrayList<List<T>>();
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) i * seeds.size() / count);
      int to = (int) ((i + 1L) * seeds.size() / count);
      populations.add(List.copyOf(seeds.subList(from, to)));
    }
    return populations;
  }
}
