package org.seedbed.model.terpret;

import org.seedbed.task.Bounds;

/**
 * Settings of a Boolean circuit.
 *
 * @param wires number of wires, at least those of the inputs and of the outputs, 2 to 64
 * @param gates number of gates, 1 to 256
 * @param descent how its program is searched
 */
public record BooleanCircuitSettings(int wires, int gates, Descent descent) {
  public BooleanCircuitSettings {
    Bounds.check("wires", wires, 2, 64);
    Bounds.check("gates", gates, 1, 256);
  }
}
