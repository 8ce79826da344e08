package org.seedbed.model.terpret;

import org.seedbed.task.terpret.TapeExample;

/** Model family of Turing machines. */
public final class TuringMachineFamily extends MachineFamily<TuringMachineSettings, TapeExample> {
  public TuringMachineFamily() {
    super(
        new Names("turing-machine", "TerpreT Turing machine", "turingMachine"),
        TuringMachineSettings.class,
        TapeExample.class);
  }

  @Override
  Machine<TapeExample> machine(TuringMachineSettings from) {
    return new TuringMachine(from.states());
  }

  @Override
  Descent descent(TuringMachineSettings from) {
    return from.descent();
  }
}
