package org.seedbed.model.nram;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Registers whose next values matter, for each instruction of a run: a later instruction uses them,
 * or the controller chooses by them. The others can be left out of a listing.
 */
final class LiveRegisters {
  private final Map<Instruction, Set<Integer>> after = new HashMap<>();

  private LiveRegisters() {}

  /**
   * A step of a run.
   *
   * @param steering registers by which the controller chose the instruction
   */
  record Step(Instruction instruction, Set<Integer> steering) {
    Step {
      steering = Set.copyOf(steering);
    }
  }

  /**
   * Returns the live registers of a run. An instruction that is repeated has one answer, so that
   * its listing is the same each time.
   */
  static LiveRegisters of(List<Step> run) {
    var live = new LiveRegisters();
    boolean changes = true;
    while (changes) {
      changes = false;
      Set<Integer> next = Set.of();
      for (int t = run.size() - 1; t >= 0; t--) {
        var step = run.get(t);
        var known = live.after.computeIfAbsent(step.instruction(), i -> new HashSet<>());
        changes |= known.addAll(next);
        var before = new HashSet<>(step.steering());
        before.addAll(step.instruction().registersUsed(known));
        next = before;
      }
    }
    return live;
  }

  /** Returns the registers that matter after an instruction. */
  Set<Integer> after(Instruction instruction) {
    return Set.copyOf(after.getOrDefault(instruction, Set.of()));
  }
}
