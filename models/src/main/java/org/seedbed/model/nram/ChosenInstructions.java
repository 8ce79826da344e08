package org.seedbed.model.nram;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The instructions that a controller chooses in runs on integers. A controller sees only which
 * registers are zero, so runs that have seen the same share its choices: an LSTM is asked once for
 * each history, a feed-forward controller once for each set of zeros. Not thread-safe.
 */
final class ChosenInstructions {
  private final SelectorLayout layout;
  private final Supplier<Controller.IntegerRun> controller;
  private final boolean memoryless;
  private final int most;
  private final Map<List<Boolean>, Choice> first = new HashMap<>();
  private int kept;

  /**
   * @param controller begins runs of one seed
   * @param memoryless whether choices depend on nothing but the present zeros
   * @param most choices to keep, 0 or more
   */
  ChosenInstructions(
      SelectorLayout layout,
      Supplier<Controller.IntegerRun> controller,
      boolean memoryless,
      int most) {
    this.layout = layout;
    this.controller = controller;
    this.memoryless = memoryless;
    this.most = most;
  }

  /** What was chosen after a history of zeros, and what followed, by the zeros seen then. */
  private record Choice(Instruction instruction, Map<List<Boolean>, Choice> next) {}

  /** Returns the choices of a new run. */
  Run begin() {
    return new Run();
  }

  /** The choices of one run. */
  final class Run {
    private final List<boolean[]> history = new ArrayList<>();
    private Map<List<Boolean>, Choice> following = first;
    private Optional<Controller.IntegerRun> asked = Optional.empty();

    /** Returns the instruction of the next time step. */
    Instruction next(int[] registers) {
      boolean[] zeros = zeros(registers);
      var key = Arrays.stream(registers).mapToObj(value -> value == 0).toList();
      var choice = following.get(key);
      if (choice == null) {
        choice = new Choice(Instruction.of(layout, ask(zeros)), new HashMap<>());
        if (kept < most) {
          kept++;
          following.put(key, choice);
        }
      }
      if (!memoryless) {
        history.add(zeros);
        following = choice.next();
      }
      return choice.instruction();
    }

    /** Asks the controller, which first sees what it has missed. */
    private double[] ask(boolean[] zeros) {
      var steps = asked.orElseGet(controller);
      if (asked.isEmpty()) {
        history.forEach(steps::logits);
      }
      if (!memoryless) {
        // After the first unknown history, all are unknown.
        asked = Optional.of(steps);
      }
      return steps.logits(zeros);
    }
  }

  static boolean[] zeros(int[] registers) {
    boolean[] zeros = new boolean[registers.length];
    for (int register = 0; register < zeros.length; register++) {
      zeros[register] = registers[register] == 0;
    }
    return zeros;
  }
}
