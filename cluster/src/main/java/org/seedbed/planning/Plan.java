package org.seedbed.planning;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.seedbed.search.pruning.FixedCutoff;
import org.seedbed.search.pruning.NoPruning;
import org.seedbed.search.pruning.PruningRule;
import org.seedbed.search.pruning.SuccessiveHalving;

/**
 * A way to search: rungs and the rule between them. Solved seeds are parked.
 *
 * @param rungs total steps at the end of each rung
 * @param rule between rungs
 */
public record Plan(List<Integer> rungs, PruningRule rule) {
  private static final List<Double> KEPT = List.of(0.5, 0.25, 0.125);
  private static final int CUTOFFS = 12;

  public Plan {
    rungs = List.copyOf(rungs);
  }

  /**
   * Returns the plans that are compared: no pruning, fixed cutoffs, and rungs Δ·2^j of successive
   * halving. They end at checks, where scores are recorded.
   *
   * @param checkEvery steps between checks
   * @param lastStep to which seeds were followed
   */
  public static List<Plan> grid(int checkEvery, int lastStep) {
    var plans = new ArrayList<Plan>();
    plans.add(new Plan(List.of(lastStep), new NoPruning()));
    int checks = lastStep / checkEvery;
    int last = 0;
    for (int i = 1; i <= CUTOFFS; i++) {
      int cutoff = checkEvery * (int) Math.round(Math.pow(checks, i / (double) CUTOFFS));
      if (cutoff > last && cutoff < lastStep) {
        plans.add(new Plan(List.of(lastStep), new FixedCutoff(cutoff)));
        last = cutoff;
      }
    }
    for (int first = checkEvery; first < lastStep; first *= 2) {
      var rungs = new ArrayList<Integer>();
      for (int rung = first; rung < lastStep; rung *= 2) {
        rungs.add(rung);
      }
      rungs.add(lastStep);
      for (double keep : KEPT) {
        plans.add(new Plan(rungs, new SuccessiveHalving(keep)));
      }
    }
    return plans;
  }

  /** Returns the total steps of a restart that is never stopped. */
  int lastStep() {
    return rungs.get(rungs.size() - 1);
  }

  /** Returns the most steps of a restart that is no control. */
  long reach() {
    return Math.min(lastStep(), rule.cutoff(0).orElse(lastStep()));
  }

  /** Returns the plan in words, such as {@code fixed-cutoff at 150}. */
  public String text() {
    if (rungs.size() == 1) {
      return rule.hasRungs()
          ? rule.name() + ", to " + lastStep()
          : rule.name() + " at " + rule.cutoff(0).getAsLong();
    }
    String steps = rungs.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return rule instanceof SuccessiveHalving halving
        ? String.format(Locale.ROOT, "%s, keep %s, rungs %s", rule.name(), halving.keep(), steps)
        : rule.name() + ", rungs " + steps;
  }
}
