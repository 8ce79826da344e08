package org.seedbed.planning;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.seedbed.search.pruning.Rung;

/**
 * What became of seeds under a plan.
 *
 * @param seeds number of seeds
 * @param seedSteps steps taken, summed over seeds
 * @param solved number of seeds that solved the task
 * @param first seed-steps until the first did, if all seeds train at the same pace; empty if none
 */
record Played(int seeds, long seedSteps, int solved, OptionalDouble first) {
  /**
   * Plays a plan on seeds with the rule that a search would use.
   *
   * @param controls number of seeds, the first ones, that the rule does not stop
   */
  static Played of(Plan plan, List<RecordedSeed> seeds, int controls) {
    return plan.rule().hasRungs()
        ? byRungs(plan, seeds, controls)
        : byCutoff(plan, seeds, controls);
  }

  private static Played byCutoff(Plan plan, List<RecordedSeed> seeds, int controls) {
    long seedSteps = 0;
    int solved = 0;
    long earliest = Long.MAX_VALUE;
    for (int i = 0; i < seeds.size(); i++) {
      var seed = seeds.get(i);
      long end = plan.lastStep();
      if (i >= controls) {
        end = Math.min(end, plan.rule().cutoff(i).orElseThrow());
      }
      seedSteps += seed.stepsUntil(end);
      if (seed.solvesBy(end)) {
        solved++;
        earliest = Math.min(earliest, seed.solvedAt().getAsLong());
      }
    }
    return new Played(seeds.size(), seedSteps, solved, pace(earliest, seeds.size()));
  }

  private static OptionalDouble pace(long earliest, int alive) {
    return earliest == Long.MAX_VALUE
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) earliest * alive);
  }

  private static Played byRungs(Plan plan, List<RecordedSeed> seeds, int controls) {
    List<Integer> alive = new ArrayList<>();
    for (int i = 0; i < seeds.size(); i++) {
      alive.add(i);
    }
    var ranked = new HashSet<>(alive);
    long seedSteps = 0;
    int solved = 0;
    var first = OptionalDouble.empty();
    long before = 0;
    for (int r = 0; r < plan.rungs().size() && !alive.isEmpty(); r++) {
      long end = plan.rungs().get(r);
      long began = seedSteps;
      OptionalLong earliest = OptionalLong.empty();
      var left = new ArrayList<Integer>();
      for (int i : alive) {
        var seed = seeds.get(i);
        seedSteps += seed.stepsUntil(end) - before;
        if (seed.solvesBy(end)) {
          solved++;
          long at = seed.solvedAt().getAsLong();
          earliest = OptionalLong.of(Math.min(earliest.orElse(at), at));
        } else {
          left.add(i);
        }
      }
      if (first.isEmpty() && earliest.isPresent()) {
        first = OptionalDouble.of(began + (double) (earliest.getAsLong() - before) * alive.size());
      }
      if (r < plan.rungs().size() - 1) {
        ranked.retainAll(
            new HashSet<>(
                survivors(plan, r, left.stream().filter(ranked::contains).toList(), seeds)));
        alive = left.stream().filter(i -> i < controls || ranked.contains(i)).toList();
      }
      before = end;
    }
    return new Played(seeds.size(), seedSteps, solved, first);
  }

  private static List<Integer> survivors(
      Plan plan, int rung, List<Integer> left, List<RecordedSeed> seeds) {
    long end = plan.rungs().get(rung);
    var candidates =
        left.stream()
            .map(
                i -> {
                  var point = seeds.get(i).scores().get(end);
                  return new Rung.Candidate(i, point.exact(), point.loss(), List.of());
                })
            .toList();
    return plan.rule().survivors(new Rung(rung, end, plan.lastStep(), candidates)).stream()
        .map(Long::intValue)
        .toList();
  }
}
