package org.seedbed.model.nram;

import java.util.ArrayList;
import java.util.List;

/**
 * Layout of the controller's output: one block of logits per selector, then one logit for the
 * willingness to finish.
 *
 * @param registers R
 * @param selectors in the order of the output
 */
record SelectorLayout(int registers, List<Selector> selectors) {
  /**
   * Block of logits for one choice.
   *
   * @param choices number of values to choose from
   * @param offset index of its first logit
   */
  record Selector(int choices, int offset) {}

  /**
   * Returns the layout: selectors of the modules' arguments in order, then of each register's next
   * value.
   */
  static SelectorLayout of(int registers) {
    var selectors = new ArrayList<Selector>();
    int offset = 0;
    for (var module : Module.ALL) {
      for (int argument = 0; argument < module.arguments(); argument++) {
        selectors.add(new Selector(module.choices(registers), offset));
        offset += module.choices(registers);
      }
    }
    int all = registers + Module.ALL.size();
    for (int register = 0; register < registers; register++) {
      selectors.add(new Selector(all, offset));
      offset += all;
    }
    return new SelectorLayout(registers, selectors);
  }

  SelectorLayout {
    selectors = List.copyOf(selectors);
  }

  /** Choices of the widest selector: R + 14. */
  int widest() {
    return registers + Module.ALL.size();
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

  /** Index of the first selector of a module. */
  int firstOf(Module module) {
    return Module.ALL.stream().limit(module.position()).mapToInt(Module::arguments).sum();
  }

  /** Index of the selector of a register. */
  int ofRegister(int register) {
    return Module.ALL.stream().mapToInt(Module::arguments).sum() + register;
  }
}
