package org.seedbed.model.nram;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One time step of a discretized run: the choice of every selector. Values are numbered as in the
 * selectors: registers first, then modules in order.
 *
 * @param arguments chosen values, one list per module
 * @param registers chosen value of each register
 * @param finishes whether the run ends after this step
 */
record Instruction(List<List<Integer>> arguments, List<Integer> registers, boolean finishes) {
  Instruction {
    arguments = List.copyOf(arguments);
    registers = List.copyOf(registers);
  }

  /** Returns the instruction that the logits {@code [O]} select. */
  static Instruction of(SelectorLayout layout, double[] logits) {
    var arguments =
        Module.ALL.stream()
            .map(
                module ->
                    IntStream.range(0, module.arguments())
                        .mapToObj(a -> choice(layout, layout.firstOf(module) + a, logits))
                        .toList())
            .toList();
    var registers =
        IntStream.range(0, layout.registers())
            .mapToObj(register -> choice(layout, layout.ofRegister(register), logits))
            .toList();
    return new Instruction(arguments, registers, logits[layout.finish()] > 0);
  }

  private static int choice(SelectorLayout layout, int selector, double[] logits) {
    var block = layout.selectors().get(selector);
    int best = 0;
    for (int choice = 1; choice < block.choices(); choice++) {
      if (logits[block.offset() + choice] > logits[block.offset() + best]) {
        best = choice;
      }
    }
    return best;
  }

  /** Modules whose output reaches a register or a WRITE, in order. */
  List<Module> modulesThatMatter() {
    int r = registers.size();
    boolean[] matters = new boolean[Module.ALL.size()];
    registers.stream().filter(value -> value >= r).forEach(value -> matters[value - r] = true);
    matters[Module.WRITE.position()] = true;
    for (int m = matters.length - 1; m >= 0; m--) {
      if (matters[m]) {
        arguments.get(m).stream().filter(v -> v >= r).forEach(v -> matters[v - r] = true);
      }
    }
    return Module.ALL.stream().filter(module -> matters[module.position()]).toList();
  }

  /** Renders the step, one line per module that matters. */
  List<String> lines() {
    var calls = modulesThatMatter().stream().map(this::call);
    var moves = Stream.of(registerMoves()).filter(text -> !text.isEmpty());
    var finish = finishes ? Stream.of("finish") : Stream.<String>empty();
    return Stream.of(calls, moves, finish).flatMap(lines -> lines).toList();
  }

  /** Renders a module's call, such as {@code ADD(r2, READ)}. */
  String call(Module module) {
    return module.arguments() == 0
        ? module.name()
        : module
            + arguments.get(module.position()).stream()
                .map(this::valueName)
                .collect(Collectors.joining(", ", "(", ")"));
  }

  /** Renders register updates, such as {@code r0 ← INC}; unchanged registers are omitted. */
  String registerMoves() {
    return IntStream.range(0, registers.size())
        .filter(register -> registers.get(register) != register)
        .mapToObj(register -> "r" + register + " ← " + valueName(registers.get(register)))
        .collect(Collectors.joining(", "));
  }

  private String valueName(int value) {
    return value < registers.size() ? "r" + value : Module.ALL.get(value - registers.size()).name();
  }
}
