package org.seedbed.model.nram;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Layout of the controller's output: one block of logits per selector, then one logit for the
 * willingness to finish.
 *
 * @param registers R
 * @param modules the list of modules, which is run once or more often in one time step
 * @param calls of the modules in one time step, in order
 * @param selectors in the order of the output: those of the calls' arguments, then of each
 *     register's next value
 */
record SelectorLayout(
    int registers, List<Module> modules, List<Call> calls, List<Selector> selectors) {
  /**
   * Call of a module in a time step.
   *
   * @param position in the time step, from 0
   * @param earlier number of earlier calls of the same module in the time step
   * @param firstSelector index of the selector of its first argument
   */
  record Call(Module module, int position, int earlier, int firstSelector) {
    /** Returns the name of its output; {@code READ'} is that of the second READ of a time step. */
    String title() {
      return module.name() + "'".repeat(earlier);
    }
  }

  /**
   * Block of logits for one choice.
   *
   * @param choices number of values to choose from
   * @param offset index of its first logit
   */
  record Selector(int choices, int offset) {}

  /** Returns the layout of a machine. */
  static SelectorLayout of(NramSettings settings) {
    return of(settings.registers(), settings.modules(), settings.repeats());
  }

  /**
   * Returns the layout.
   *
   * @param modules the list of modules
   * @param repeats how often it is run in a time step
   */
  static SelectorLayout of(int registers, List<Module> modules, int repeats) {
    var calls = new ArrayList<Call>();
    var selectors = new ArrayList<Selector>();
    int offset = 0;
    for (int position = 0; position < repeats * modules.size(); position++) {
      var module = modules.get(position % modules.size());
      int earlier = (int) calls.stream().filter(call -> call.module() == module).count();
      calls.add(new Call(module, position, earlier, selectors.size()));
      for (int argument = 0; argument < module.arguments(); argument++) {
        selectors.add(new Selector(registers + position, offset));
        offset += registers + position;
      }
    }
    int all = registers + calls.size();
    for (int register = 0; register < registers; register++) {
      selectors.add(new Selector(all, offset));
      offset += all;
    }
    return new SelectorLayout(registers, modules, calls, selectors);
  }

  SelectorLayout {
    modules = List.copyOf(modules);
    calls = List.copyOf(calls);
    selectors = List.copyOf(selectors);
  }

  /** Choices of the widest selector: the registers and all outputs. */
  int widest() {
    return registers + calls.size();
  }

  /** Number of logits: those of all selectors and one for the willingness to finish. */
  int outputs() {
    return finish() + 1;
  }

  /** Index of the logit for the willingness to finish. */
  int finish() {
    var last = selectors.get(selectors.size() - 1);
    return last.offset() + last.choices();
  }

  /**
   * Number of selectors of each run of the list of modules: those of its arguments, and with the
   * last run those of the registers.
   */
  List<Integer> selectorsOfRuns() {
    int repeats = calls.size() / modules.size();
    int arguments = (selectors.size() - registers) / repeats;
    return IntStream.rangeClosed(1, repeats)
        .mapToObj(run -> run < repeats ? arguments : arguments + registers)
        .toList();
  }

  /** Index of the selector of a register. */
  int ofRegister(int register) {
    return selectors.size() - registers + register;
  }
}
