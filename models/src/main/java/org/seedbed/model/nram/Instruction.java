package org.seedbed.model.nram;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.seedbed.model.nram.SelectorLayout.Call;

/**
 * One time step of a discretized run: the choice of every selector. Values are numbered as in the
 * selectors: registers first, then the outputs of calls in order.
 *
 * @param calls of modules
 * @param arguments chosen values, one list per call
 * @param registers chosen value of each register
 * @param finishes whether the run ends after this step
 */
record Instruction(
    List<Call> calls, List<List<Integer>> arguments, List<Integer> registers, boolean finishes) {
  Instruction {
    calls = List.copyOf(calls);
    arguments = List.copyOf(arguments);
    registers = List.copyOf(registers);
  }

  /** Returns the instruction that the logits {@code [O]} select. */
  static Instruction of(SelectorLayout layout, double[] logits) {
    var arguments =
        layout.calls().stream()
            .map(
                call ->
                    IntStream.range(0, call.module().arguments())
                        .mapToObj(a -> choice(layout, call.firstSelector() + a, logits))
                        .toList())
            .toList();
    var registers =
        IntStream.range(0, layout.registers())
            .mapToObj(register -> choice(layout, layout.ofRegister(register), logits))
            .toList();
    return new Instruction(layout.calls(), arguments, registers, logits[layout.finish()] > 0);
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

  /**
   * Calls whose output reaches a live register or a WRITE, in order.
   *
   * @param live registers whose next values matter
   */
  List<Call> callsThatMatter(Set<Integer> live) {
    int r = registers.size();
    boolean[] matters = new boolean[calls.size()];
    live.stream()
        .map(registers::get)
        .filter(value -> value >= r)
        .forEach(value -> matters[value - r] = true);
    for (int m = matters.length - 1; m >= 0; m--) {
      matters[m] |= calls.get(m).module() == Module.WRITE;
      if (matters[m]) {
        arguments.get(m).stream().filter(v -> v >= r).forEach(v -> matters[v - r] = true);
      }
    }
    return calls.stream().filter(call -> matters[call.position()]).toList();
  }

  /**
   * Returns the registers whose present values matter.
   *
   * @param live registers whose next values matter
   */
  Set<Integer> registersUsed(Set<Integer> live) {
    int r = registers.size();
    return Stream.concat(
            live.stream().map(registers::get),
            callsThatMatter(live).stream().flatMap(call -> arguments.get(call.position()).stream()))
        .filter(value -> value < r)
        .collect(Collectors.toSet());
  }

  /**
   * Renders the step, one line per call that matters.
   *
   * @param live registers whose next values matter
   */
  List<String> lines(Set<Integer> live) {
    var lines = callsThatMatter(live).stream().map(this::text);
    var moves = Stream.of(registerMoves(live)).filter(text -> !text.isEmpty());
    var finish = finishes ? Stream.of("finish") : Stream.<String>empty();
    return Stream.of(lines, moves, finish).flatMap(all -> all).toList();
  }

  /** Renders a call, such as {@code ADD(r2, READ)}. */
  String text(Call call) {
    return call.module().arguments() == 0
        ? call.title()
        : call.title()
            + arguments.get(call.position()).stream()
                .map(this::valueName)
                .collect(Collectors.joining(", ", "(", ")"));
  }

  /**
   * Renders updates of live registers, such as {@code r0 ← INC}; unchanged registers are omitted.
   *
   * @param live registers whose next values matter
   */
  String registerMoves(Set<Integer> live) {
    return live.stream()
        .mapToInt(register -> register)
        .sorted()
        .filter(register -> registers.get(register) != register)
        .mapToObj(register -> "r" + register + " ← " + valueName(registers.get(register)))
        .collect(Collectors.joining(", "));
  }

  private String valueName(int value) {
    return value < registers.size() ? "r" + value : calls.get(value - registers.size()).title();
  }
}
