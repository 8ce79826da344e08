package org.seedbed.model.terpret;

import org.seedbed.task.terpret.WiresExample;

/** Model family of Boolean circuits. */
public final class BooleanCircuitFamily
    extends MachineFamily<BooleanCircuitSettings, WiresExample> {
  public BooleanCircuitFamily() {
    super(
        new Names("boolean-circuit", "TerpreT Boolean circuit", "booleanCircuit"),
        BooleanCircuitSettings.class,
        WiresExample.class);
  }

  @Override
  Machine<WiresExample> machine(BooleanCircuitSettings from) {
    return new BooleanCircuit(from.wires(), from.gates());
  }

  @Override
  Descent descent(BooleanCircuitSettings from) {
    return from.descent();
  }
}
